# NOT MADE BY A TRANSLATOR. These texts are a draft and need a translator’s review before use.
# DRAFFT: heb ei adolygu gan gyfieithydd. Rhaid i gyfieithydd adolygu’r testunau hyn cyn eu defnyddio.
#
# Texts of notices to the police, and reports from the public as the force reads them.

## Said by the code.

notice-choose-a-force = Dewiswch heddlu
notice-area-of = Ardal { $force }, { $region }
notice-overseas-in = Dramor: { $country }
notice-overseas = Dramor
notice-made-from-the-referral = Gwnaed yr hysbysiad o’r atgyfeiriad
notice-made-from-the-notification = Gwnaed yr hysbysiad hwn o’r hysbysiad dan y ddyletswydd
notice-acknowledged-by = Cydnabu { $force } ef gyda’r cyfeirnod trosedd { $reference }
notice-passed-to = Trosglwyddwyd i { $force }
notice-acknowledged = Cydnabuwyd gyda’r cyfeirnod trosedd { $reference }
notice-report-received-for = Derbyniwyd, ar gyfer { $force }
notice-report-passed-on-to = Trosglwyddwyd ymlaen i { $force }

## notice.html

notice-notice-to-the-police = Hysbysiad i’r heddlu
notice-notices = Hysbysiadau
notice-in-danger-now = Mewn perygl nawr
notice-willing-to-be-contacted = Yn fodlon i’r heddlu gysylltu
notice-do-not-contact-the-person = Peidiwch â chysylltu â’r person
notice-the-person-is-willing-to = Mae’r person yn fodlon i’r heddlu gysylltu ag ef. Gofynnwch i’r ymatebwr cyntaf neu’r darparwr cymorth pa ffyrdd sy’n ddiogel cyn i chi ddefnyddio unrhyw un.
notice-the-person-does-not-want = Nid yw’r person am i’r heddlu gysylltu ag ef. Os oes angen rhywbeth gan y person arnoch, gofynnwch i’r darparwr cymorth neu’r ymatebwr cyntaf, a fydd yn gofyn i’r person.
notice-whether-the-person-is-willing = Nid yw’n hysbys a yw’r person yn fodlon ({ $why_unknown }). Nes y bydd, dim ond drwy’r darparwr cymorth neu’r ymatebwr cyntaf y dylech gyrraedd y person.
notice-being-told-of-a-referral = Mae cael gwybod am atgyfeiriad a chael caniatâd i gysylltu â’r person yn ddau beth. Y cyntaf yw’r hysbysiad hwn.
notice-nobody-is-named = Ni enwir neb, ac nid oes neb i chwilio amdano
notice-an-adult-did-not-agree = Ni chytunodd oedolyn i gael ei atgyfeirio, ac roedd dyletswydd i hysbysu ar yr awdurdod cyhoeddus a’i cyfarfu. Defnyddiwch yr hysbysiad hwn i ddod o hyd i’r camfanteiswyr. Peidiwch â’i ddefnyddio i ganfod pwy yw’r person.
notice-no-answer-is-owed = Nid oes angen i’ch heddlu ei ateb.
notice-notification = Hysbysiad dan y ddyletswydd
notice-the-force-told-already = Wedi cael gwybod eisoes, yn ôl yr ymatebwr cyntaf
notice-what-it-says = Beth mae’n ei ddweud
notice-where-exploitation-took-place = Ble digwyddodd y camfanteisio
notice-not-recorded = Heb ei gofnodi
notice-kinds-of-exploitation = Mathau o gamfanteisio
notice-made-in = Gwnaed yn
notice-by = Gan
notice-why-it-is-sent = Pam y’i hanfonir
notice-under-the-rule = O dan y rheol
notice-a-notice-holds-no-name = Nid yw hysbysiad yn cynnwys enw, hanes na chyfeiriad. Gofynnir i’r awdurdod cymwys am beth bynnag arall sydd ei angen ar gofnod trosedd.
notice-pass-it-to-a-force = Ei drosglwyddo i heddlu
notice-without-an-immediate-threat-a = Heb fygythiad uniongyrchol, trosglwyddir hysbysiad ar ôl y penderfyniad ar sail resymol. Nid oes un eto.
notice-force = Heddlu
notice-the-force-of-the-place = Heddlu lleoliad y camfanteisio. Os yw hwnnw dramor neu os nad yw’n hysbys, heddlu’r lle y mae’r person yn aros.
notice-the-force-of-the-place-alone = Heddlu lleoliad y camfanteisio. Os nad yw’n hysbys, eich barn chi am y lle y cyfarfuwyd â’r person.
notice-force-also = A heddlu
notice-if-in-several = Os digwyddodd y camfanteisio mewn sawl ardal. Rhoddir gwybod i bob heddlu. Gadewch yn wag os nad oes un arall.
notice-day-on-which-it-is = Y diwrnod y’i trosglwyddir
notice-pass-it-to-this-force = Ei drosglwyddo
notice-acknowledge-it = Ei gydnabod
notice-crime-reference = Cyfeirnod trosedd
notice-as-your-forces-own-system = Fel y mae system eich heddlu chi yn ei roi. Dim enw.
notice-acknowledge = Cydnabod

## notices.html

notice-notices-to-the-police = Hysbysiadau i’r heddlu
notice-nothing-waits-to-be-acknowledged = Nid oes dim yn aros i’w gydnabod.
notice-nothing-waits-to-be-passed = Nid oes dim yn aros i’w drosglwyddo.
notice-count-received = { $count ->
   *[other] { $count } hysbysiad a drosglwyddwyd i’ch heddlu
}
notice-count-to-pass = { $count ->
   *[other] { $count } hysbysiad y mae eich awdurdod yn eu trosglwyddo
}
notice-notices-passed-to-your-force = Hysbysiadau a drosglwyddwyd i’ch heddlu
notice-reports-from-the-public = Adroddiadau gan y cyhoedd

## report.html

notice-report-from-the-public = Adroddiad gan y cyhoedd
notice-not-said = Ni ddywedwyd.
notice-report-from-the-public-with = Adroddiad gan y cyhoedd, gyda { $force }
notice-somebody-may-be-in-danger = Gall fod rhywun mewn perygl nawr
notice-to-be-looked-at = I edrych arno
notice-what-somebody-saw-or-heard = Yr hyn a welodd neu a glywodd rhywun, yn ei eiriau ei hun. Nid yw wedi’i wirio, ac ni chanfuwyd bod neb a enwir ynddo yn ddioddefwr nac yn droseddwr.
notice-what-was-told-was-erased = Dilëwyd yr hyn a ddywedwyd.
notice-what-they-saw-or-heard = Beth welson nhw neu glywson nhw
notice-people-vehicles-businesses = Pobl, cerbydau, busnesau
notice-how-to-reach-the-sender = Sut i gyrraedd yr anfonwr
notice-use-it-only-to-ask = Defnyddiwch ef i ofyn am yr adroddiad hwn yn unig, a pheidiwch â dweud dim amdano wrth neb arall sy’n ateb.
notice-say-what-comes-of-it = Dywedwch beth a ddaw ohono
notice-what-comes-of-it = Beth a ddaw ohono
notice-why-and-the-reference-of = Pam, a chyfeirnod y cofnod a wnaed
notice-or-pass-it-on = Neu ei drosglwyddo
notice-if-the-place-is-another = Os yw’r lle yn perthyn i heddlu arall. Yna ni all eich heddlu chi ei ddarllen mwyach.
notice-pass-it-on = Ei drosglwyddo
