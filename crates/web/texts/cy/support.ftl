# NOT MADE BY A TRANSLATOR. These texts are a draft and need a translator’s review before use.
# DRAFFT: heb ei adolygu gan gyfieithydd. Rhaid i gyfieithydd adolygu’r testunau hyn cyn eu defnyddio.
#
# Texts of requests for support.

## Said by the code.

support-decision-awaited = Disgwylir y penderfyniad ar sail resymol.
support-decision-none = Daeth yr achos i ben heb benderfyniad.
support-decision-reasonable-positive = Penderfyniad cadarnhaol ar sail resymol ar { $on }. Disgwylir y penderfyniad ar sail derfynol.
support-decision-reasonable-negative = Penderfyniad negyddol ar sail resymol ar { $on }.
support-decision-conclusive-positive = Penderfyniad cadarnhaol ar sail derfynol ar { $on }.
support-decision-conclusive-negative = Penderfyniad negyddol ar sail derfynol ar { $on }.
support-holds = Oes
support-does-not-hold = Nac oes
support-to-be-asked = I’w ofyn
support-not-yet-decided = Ddim eto. Gall cymorth brys ddechrau os yw’r person yn amddifad neu mewn perygl.
support-after-a-negative-decision = Dim ond am y dyddiau y mae’r rheol yn eu rhoi y mae cymorth yn parhau ar ôl penderfyniad negyddol.
support-an-adult = Oedolyn
support-a-child-is-supported-by = Caiff plentyn ei gefnogi gan yr awdurdod lleol, nid o dan y contract i oedolion.
support-a-positive-decision = Penderfyniad cadarnhaol ar sail resymol
support-own-consent = Cydsyniad y person ei hun i gymorth
support-own-consent-is-apart = Mae ar wahân i gydsyniad i’r atgyfeiriad, ac nid yw byth yn dibynnu ar helpu’r heddlu.
support-ends-later-of = Yr hwyraf o { $day } a’r penderfyniad ar sail derfynol
support-ends-earlier-of = Y cynharaf o { $day } a’r penderfyniad ar sail derfynol
support-ends-decision-or-day = Y penderfyniad ar sail derfynol, neu { $day } os daw un cadarnhaol yn gynt
support-ends-not-before = Nid cyn { $day }; person sy’n gosod y diwedd
support-through-somebody-else = Drwy rywun arall
support-choose-a-reason = Dewiswch reswm
support-choose-a-provider = Dewiswch ddarparwr
support-happened-asked-for = Gofynnodd yr ymatebwr cyntaf am gymorth
support-happened-declined = Nid oedd y person yn teimlo y gallai dderbyn cymorth ar hyn o bryd. Mae’r cynnig yn aros ar agor
support-happened-could-not-begin = Ni allai cymorth ddechrau: { $reason }
support-happened-ways-checked = Aethpwyd drwy’r ffyrdd o gyrraedd y person gyda’r person
support-happened-emergency-began = Dechreuodd cymorth brys
support-happened-began = Dechreuodd cymorth, gyda { $provider }
support-happened-move-on = Gwnaed penderfyniad. Daw cymorth a ariennir i ben ar { $on }
support-happened-left = Gadawodd gymorth: { $reason }

## support.html

support-request-for-support = Cais am gymorth
support-asked-for-on-by-the = Gofynnwyd amdano ar { $requested_on } gan { $from }. Gwnaed yr atgyfeiriad yn { $nation }.
support-whether-support-can-begin = A all cymorth ddechrau
support-what-support-depends-on = Ar beth mae cymorth yn dibynnu
support-it-needs = Mae angen
support-so-far = Hyd yn hyn
support-support-is-told-the-decision = { $decision } Dywedir wrth y gwasanaeth cymorth beth yw’r penderfyniad a’i ddyddiad, a dim byd o’r achos.
support-how-to-reach-the-person = Sut i gyrraedd y person yn ddiogel
support-ways-to-reach-the-person = Ffyrdd o gyrraedd y person
support-way = Ffordd
support-use-it = Ei defnyddio?
support-what-to-know = Beth i’w wybod
support-safe = Diogel
support-not-safe-do-not-use = Ddim yn ddiogel: peidiwch â’i defnyddio
support-not-known-do-not-use = Ddim yn hysbys: peidiwch â’i defnyddio
support-when = Pryd: { $hours }
support-also-seen-by = Gwelir hefyd gan: { $seen_by }
support-call-as = Ffonio fel: { $disguise }
support-checked-on = Gwiriwyd ar { $checked_on }
support-not-checked-with-the-person = Heb ei wirio gyda’r person eto
support-no-way-to-reach-the = Nid oes ffordd o gyrraedd y person wedi’i chofnodi. Gofynnwch i’r ymatebwr cyntaf ddod â chi at eich gilydd.
support-go-through-the-ways-to = Mynd drwy’r ffyrdd o gyrraedd y person
support-the-clock-of-support = Cloc y cymorth
support-it-starts-with-the-decision = Mae’n dechrau gyda’r penderfyniad.
support-until = Tan
support-counted = Cyfrifwyd
support-source = Ffynhonnell
support-certainty = sicrwydd: { $certainty }
support-no-step-is-taken-by = Nid yw’r cloc yn cymryd unrhyw gam.
support-next = Nesaf
support-begin-support = Dechrau cymorth
support-provider = Darparwr
support-the-person-consents-to-this = Mae’r person yn cydsynio i’r cymorth hwn
support-begin-emergency-support-before-the = Dechrau cymorth brys cyn y penderfyniad
support-an-assessment-found-the-person = Canfu asesiad fod y person yn amddifad neu mewn perygl
support-begin-emergency-support = Dechrau cymorth brys
support-the-person-did-not-feel = Nid oedd y person yn teimlo y gallai dderbyn cymorth ar hyn o bryd
support-the-offer-stays-open-say = Mae’r cynnig yn aros ar agor. Dywedwch hynny wrth y person, yn ei iaith, a sut y gall ddod yn ôl ato.
support-support-cannot-begin-for-another = Ni all cymorth ddechrau, am reswm arall
support-why = Pam
support-plan-the-move-out-of = Cynllunio’r symud allan o gymorth a ariennir
support-funded-support-ends-because-a = Daw cymorth a ariennir i ben oherwydd bod penderfyniad wedi’i wneud. Gadewch y diwrnod fel y mae i ddilyn rheol y genedl; rhowch un diweddarach lle cytunwyd ar fwy.
support-funded-support-ends-on = Daw cymorth a ariennir i ben ar
support-begin-the-plan = Dechrau’r cynllun
support-the-person-leaves-support = Mae’r person yn gadael cymorth
support-how = Sut
support-risk-and-how-the-person = Risg, a sut mae’r person yn aros yn ddiogel o hyn ymlaen
support-social-care-needs-too-it = Anghenion gofal cymdeithasol hefyd. Caiff ei amgryptio, a dim ond y gwasanaeth cymorth all ei ddarllen.

## support_contact.html

support-what-is-not-known-to = Ni ddefnyddir yr hyn na wyddys ei fod yn ddiogel. Nid yw negeseuon yn enwi gwasanaeth na rheswm.
support-go-through-each-way-with = Ewch drwy bob ffordd gyda’r person. I dynnu un allan, gwagiwch ei rhif neu ei chyfeiriad.
support-way-2 = Ffordd { $row }
support-which = Pa un
support-a-telephone-call-a-text = Galwad ffôn, neges destun, e-bost, post, wyneb yn wyneb, drwy rywun
support-number-address-or-name = Rhif, cyfeiriad neu enw
support-is-it-safe = A yw’n ddiogel?
support-safe-yes = Ydy
support-safe-no = Nac ydy
support-not-known = Ddim yn hysbys
support-at-which-hours = Ar ba oriau
support-who-else-can-see-or = Pwy arall all ei gweld neu ei hateb
support-as-whom-to-call-if = Fel pwy i ffonio, os cytunwyd
support-what-else-to-know = Beth arall i’w wybod

## support_list.html

support-requests-for-support = Ceisiadau am gymorth
support-nobody-waits-for-an-offer = Nid oes neb yn aros am gynnig o gymorth.
support-count = { $count ->
    [two] { $count } gais gyda’ch sefydliad
    [few] { $count } chais gyda’ch sefydliad
    [many] { $count } chais gyda’ch sefydliad
   *[other] { $count } cais gyda’ch sefydliad
}
