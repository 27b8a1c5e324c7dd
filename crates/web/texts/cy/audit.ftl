# NOT MADE BY A TRANSLATOR. These texts are a draft and need a translator’s review before use.
# DRAFFT: heb ei adolygu gan gyfieithydd. Rhaid i gyfieithydd adolygu’r testunau hyn cyn eu defnyddio.
#
# Texts of the auditor’s pages.

## audit_glass.html

audit-broken-glass = Gwydr a dorrwyd
audit-audit = Archwilio
audit-a-post-opened-a-record = Agorodd swydd gofnod na roddwyd iddi, am reswm ac am gyfnod. Mae’r swyddog diogelu data yn adolygu pob un.
audit-the-reasons-may-tell-of = Gall y rhesymau sôn am bobl, felly dim ond y swyddog hwnnw sy’n eu darllen.
audit-in-all-the-latest-first = { $count } i gyd, y diweddaraf gyntaf
audit-review = Adolygiad
audit-until = tan { $until }
audit-reviewed-by = Adolygwyd gan { $reviewed }
audit-i-have-reviewed-this = Rwyf wedi adolygu hwn<span class="govuk-visually-hidden"> ({ $reference })</span>
audit-to-be-reviewed = I’w adolygu
audit-no-glass-was-broken = Ni thorrwyd unrhyw wydr.

## audit_journal.html

audit-the-journal = Y dyddlyfr
audit-every-event-is-chained-to = Mae pob digwyddiad wedi’i gadwyno i’r un blaenorol, a phob trafodyn i’r un o’i flaen. Mae dilysu yn cerdded drwyddynt i gyd, ac yn dod o hyd i beth bynnag a newidiwyd, a dynnwyd, a symudwyd neu a ychwanegwyd. Ni all ganfod bod cyflwr hŷn cyfan wedi’i roi yn ôl: ar gyfer hynny, mae <code>manumit journal verify</code> yn cymharu’r dyddlyfr â phwynt gwirio a gedwir mewn man arall.
audit-a-verification-has-been-under = Mae dilysiad ar waith ers { $at }. Mae’n darllen pob digwyddiad; gyda miliwn o gofnodion mae’n cymryd rhai munudau. <a class="govuk-link" href="/audit/journal">Edrych eto</a>.
audit-the-verification-of-could-not = Ni ellid gorffen dilysiad { $at }: nid atebodd y gronfa ddata. Bydd y gweinyddwr yn canfod pam yn y log.
audit-whole = Cyfan
audit-nothing-was-found = Ni chanfuwyd dim
audit-not-whole = Ddim yn gyfan
audit-finding-count = { $count ->
    [two] { $count } ganfyddiad
    [few] { $count } chanfyddiad
    [many] { $count } chanfyddiad
   *[other] { $count } canfyddiad
}
audit-verified = Dilyswyd
audit-events = Digwyddiadau
audit-streams = Ffrydiau
audit-commits = Trafodion
audit-keys = Allweddi
audit-checkpoints = Pwyntiau gwirio
audit-the-first-of-manumit-journal = Y { $shown } cyntaf o { $findings }. Mae <code>manumit journal verify</code> yn eu rhestru i gyd.
audit-it-has-not-been-verified = Nid yw wedi’i ddilysu ers i’r gwasanaeth ddechrau ddiwethaf.
audit-verify-the-journal = Dilysu’r dyddlyfr

## audit_looks.html

audit-who-read-what = Pwy ddarllenodd beth
audit-its-code = Ei god
audit-as-listed = Fel y’i rhestrir
audit-its-reference = Ei gyfeirnod
audit-as-2026-03-27 = Fel 2026-03-27
audit-to = I
audit-look-count = { $count ->
    [two] { $count } olwg, y diweddaraf gyntaf
   *[other] { $count } golwg, y diweddaraf gyntaf
}
audit-which-record = Pa gofnod
audit-what-for = At ba ddiben
audit-take-the-list-as-a-file = <a class="govuk-link" href="/audit/looks.csv?{ $address }">Mynd â’r rhestr fel ffeil</a> (y 10,000 diweddaraf ar y mwyaf; cofnodir ei bod wedi’i chymryd)
audit-nobody-looked-as-far-as = Nid edrychodd neb, cyn belled ag y gofynnwyd.

## audit_parts.html

audit-refusals-and-sign-ins = Gwrthodiadau a mewngofnodi
audit-unusual-reading = Darllen anarferol
audit-later-lines = Llinellau diweddarach
audit-earlier-lines = Llinellau cynharach

## audit_trail.html

audit-lines = Llinellau
audit-of-what = O beth
audit-refusals = Gwrthodiadau
audit-sign-ins = Mewngofnodi
audit-true-figures = Ystadegau heb eu diogelu
audit-everything = Popeth
audit-refusals-latest-first = Gwrthodiadau, y diweddaraf gyntaf
audit-sign-ins-latest-first = Mewngofnodi, y diweddaraf gyntaf
audit-true-figures-latest-first = Ystadegau heb eu diogelu, y diweddaraf gyntaf
audit-everything-latest-first = Popeth, y diweddaraf gyntaf
audit-what-came-of-it = Beth ddaeth ohono
audit-nobody-who-is-known = Neb sy’n hysbys
audit-refused = Gwrthodwyd
audit-take-the-list-as-a = <a class="govuk-link" href="/audit/trail.csv?{ $address }">Mynd â’r rhestr fel ffeil</a> (y 10,000 diweddaraf ar y mwyaf; cofnodir ei bod wedi’i chymryd)
audit-none-as-far-as-was = Dim, cyn belled ag y gofynnwyd.

## audit_unusual.html

audit-posts-that-read-at-least = Swyddi a ddarllenodd o leiaf 20 cofnod ar un diwrnod, a mwy na theirgwaith canolrif yr hyn y mae eraill yn yr un rôl yn ei ddarllen mewn diwrnod, yn ystod y pedair wythnos diwethaf.
audit-this-is-a-question-to = Cwestiwn i’w ofyn yw hwn, nid canfyddiad. Mae wythnos frysbennu, diwrnod hyfforddi neu adolygiad yn esbonio’r rhan fwyaf ohono. Nid oes dim yn cael ei atal, ei farcio na’i anfon o’i herwydd.
audit-to-ask-about = { $count } i holi amdanynt
audit-records = Cofnodion
audit-middle-of-others = Canolrif eraill
audit-held-against = Cymharwyd â
audit-days-of-others = { $count } diwrnod gan eraill
audit-nobody-alone-in-the-role = neb: ar ei ben ei hun yn y rôl
audit-what-was-read-by-on = Beth a ddarllenwyd<span class="govuk-visually-hidden"> gan { $post } ar { $day }</span>
audit-nothing-stands-out = Nid oes dim yn sefyll allan.
