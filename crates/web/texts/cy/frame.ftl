# NOT MADE BY A TRANSLATOR. These texts are a draft and need a translator’s review before use.
# DRAFFT: heb ei adolygu gan gyfieithydd. Rhaid i gyfieithydd adolygu’r testunau hyn cyn eu defnyddio.
#
# Texts of the frame of every page, what several subjects say, and the pages that say no.

## Said by the code.

frame-error = Gwall
frame-day-and-time = { $day } am { $time }
frame-statistics = Ystadegau
frame-more-than-counted = mwy na 1,000

## account_invite.html

frame-error-first = Gwall:
frame-organisation = Sefydliad
frame-name = Enw
frame-post = Swydd

## account_invited.html

frame-important = Pwysig

## accounts.html

frame-state = Statws

## audit_glass.html

frame-when = Pryd
frame-who = Pwy
frame-record = Cofnod

## audit_looks.html

frame-from = O
frame-show = Dangos

## audit_parts.html

frame-pages = Tudalennau

## audit_trail.html

frame-what = Beth

## audit_unusual.html

frame-day-2 = Diwrnod

## cases_break_glass.html

frame-there-is-a-problem = Mae problem

## cases_file.html

frame-success = Llwyddiant
frame-due = Erbyn
frame-missed = Methwyd
frame-what-happened = Beth ddigwyddodd

## cases_found.html

frame-received = Derbyniwyd

## cases_parts.html

frame-day = Diwrnod
frame-month = Mis
frame-year = Blwyddyn

## cases_step.html

frame-continue = Parhau

## desk_parts.html

frame-reference = Cyfeirnod
frame-came-in = Daeth i law
frame-last-changed = Newidiwyd ddiwethaf

## draft_discard.html

frame-keep-it = Ei gadw

## draft_row.html

frame-back = Yn ôl

## drafts.html

frame-referral = Atgyfeiriad

## duties.html

frame-my-duties = Fy nyletswyddau
frame-none = Dim.

## invitation.html

frame-code = Cod

## law.html

frame-where = Ble
frame-rule = Rheol

## layout.html

frame-skip-to-main-content = Neidio i’r prif gynnwys
frame-synthetic-data-every-person-and = <strong>Data synthetig.</strong> Mae pob person a phob cofnod yma wedi’u dyfeisio.
frame-service-information = Gwybodaeth am y gwasanaeth
frame-menu = Dewislen
frame-report-a-worry = Rhoi gwybod am bryder
frame-questions = Cwestiynau
frame-sign-in = Mewngofnodi
frame-sign-out = Allgofnodi
frame-unreviewed = Drafft: heb ei adolygu eto gan gyfieithydd
frame-language = Iaith
frame-the-law-in-force = Y gyfraith mewn grym
frame-manumit-is-open-source-it = Meddalwedd ffynhonnell agored yw Manumit. Nid GOV.UK ydyw, ac nid yw’n siarad ar ran unrhyw awdurdod.

## not_found.html

frame-page-not-found = Heb ddod o hyd i’r dudalen
frame-if-you-typed-the-address = Os gwnaethoch deipio’r cyfeiriad, gwiriwch ei fod yn gywir. Os gwnaethoch ei ludo, gwiriwch eich bod wedi copïo’r cyfan ohono.
frame-if-you-expected-to-see = Os oeddech yn disgwyl gweld cofnod yma, gofynnwch am fynediad i’r sefydliad sy’n berchen arno.

## notice.html

frame-child = Plentyn

## notices.html

frame-waiting-count = { $count } yn aros, y cynharaf ei ddyddiad gyntaf

## parts.html

frame-previous-page = Tudalen flaenorol
frame-next-page = Tudalen nesaf
frame-page-of = { $this } o { $all }
frame-today = Heddiw
frame-from-day = O { $day } ymlaen
frame-as-soon-as-possible = Cyn gynted â phosibl
frame-after-the-first-decision = Ar ôl y penderfyniad ar sail resymol
frame-since = Ers
frame-for = { $what }<span class="govuk-visually-hidden"> ar gyfer { $reference }</span>

## referral.html

frame-support = Cymorth

## refused.html

frame-this-cannot-be-done = Ni ellir gwneud hyn

## report.html

frame-record-it = Ei gofnodi

## start.html

frame-refer-somebody-who-may-be = Atgyfeirio rhywun a allai fod yn ddioddefwr caethwasiaeth fodern
frame-if-somebody-is-in-danger = Os oes rhywun mewn perygl nawr, ffoniwch <strong>999</strong>.
frame-first-responders-refer-an-adult = Mae ymatebwyr cyntaf yn atgyfeirio oedolyn gyda’i gydsyniad, a phlentyn hebddo. Mae’r gwasanaeth hwn ar gyfer eu sefydliadau, ac ar gyfer y rhai sy’n penderfynu, yn cefnogi ac yn ymchwilio.
frame-before-you-speak-with-the = Cyn i chi siarad â’r person
frame-read-the-questions-print-them = <a class="govuk-link" href="/questions">Darllenwch y cwestiynau</a>, argraffwch nhw, neu ewch â’r daenlen gyda chi. Ni fydd byth rhaid i chi ofyn popeth: mae rheswm pam nad oes ateb yn ateb hefyd.
