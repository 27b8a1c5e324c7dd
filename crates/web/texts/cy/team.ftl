# NOT MADE BY A TRANSLATOR. These texts are a draft and need a translator’s review before use.
# DRAFFT: heb ei adolygu gan gyfieithydd. Rhaid i gyfieithydd adolygu’r testunau hyn cyn eu defnyddio.
#
# Texts of the team and its backlog.

## team.html

team-open = Agored
team-earliest = Cynharaf
team-no-day-set = Dim diwrnod wedi’i bennu
team-team = Tîm
team-open-duties-by-kind = Dyletswyddau agored yn ôl math
team-your-organisation-owes-nothing = Nid oes gan eich sefydliad unrhyw beth i’w gyflawni.
team-open-duties-by-post-of = Dyletswyddau agored yn ôl swydd, ar achosion a roddwyd i rywun
team-backlog = Ôl-groniad
team-the-cases-that-waited-on = Caiff yr achosion a oedd yn aros ar un diwrnod eu rhewi fel carfan, a’u dilyn hyd heddiw. Nid yw achosion diweddarach ynddi, felly dim ond i lawr y gall y llinell fynd.
team-waited-as = Yn aros fel
team-frozen-at-the-end-of = Rhewyd ar ddiwedd
team-follow = Dilyn
team-cohort-waited = { $count ->
   *[other] { $count } achos yn aros ar ddiwedd { $on }: { $stage }
}
team-plot = Achosion agored y garfan, o { $top } ar { $on }; mae pob gwerth yn y tabl isod
team-backlog-in-figures = Yr ôl-groniad mewn ffigurau
team-the-same-in-figures = Yr un peth mewn ffigurau
team-at-the-end-of = Ar ddiwedd
team-cleared = Cliriwyd
team-share-cleared = Cyfran a gliriwyd
team-pace-a-month = Cyflymder: { $a_month } y mis.
team-at-that-pace-none-would = Ar y cyflymder hwnnw ni fyddai unrhyw un ar agor ar ôl { $months_left } mis arall. Rhifyddeg ar y gorffennol yw hyn, nid rhagolwg o’r hyn a fydd yn digwydd.
team-nothing-was-cleared-so-nothing = Ni chliriwyd dim, felly ni ellir dweud dim am y diwedd.
team-no-case-of-your-authority = Nid oedd unrhyw achos gan eich awdurdod yn aros felly ar ddiwedd { $frozen_on }.
