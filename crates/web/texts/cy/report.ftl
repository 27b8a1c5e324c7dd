# NOT MADE BY A TRANSLATOR. These texts are a draft and need a translator’s review before use.
# DRAFFT: heb ei adolygu gan gyfieithydd. Rhaid i gyfieithydd adolygu’r testunau hyn cyn eu defnyddio.
#
# Texts of the public report.

## Said by the code.

report-i-am-not-sure = Nid wyf yn siŵr

## report_received.html

report-thank-you = Diolch
report-exit-this-page = Gadael y dudalen hon
report-exit-activated = Wrthi’n llwytho.
report-exit-timed-out = Mae’r cyfnod i adael y dudalen hon wedi dod i ben.
report-exit-press-two = Shift, pwyswch 2 waith eto i adael.
report-exit-press-one = Shift, pwyswch 1 waith eto i adael.
report-you-said-that-somebody-is = Dywedoch chi fod rhywun mewn perygl
report-if-you-have-not-called = Os nad ydych wedi ffonio 999 eto, ffoniwch nawr. Mae’n bosibl na fydd yr adroddiad hwn yn cael ei ddarllen tan yn hwyrach heddiw.
report-reference = Cyfeirnod eich adroddiad yw { $reference }
report-you-can-write-the-reference = Gallwch ysgrifennu’r cyfeirnod, os yw hynny’n ddiogel i chi. Nid yw’n dweud dim am yr hyn a ddywedoch wrthym. Rhowch ef i’r heddlu os hoffech ychwanegu rhywbeth ar 101.
report-what-happens-now = Beth sy’n digwydd nawr
report-a-police-officer-reads-the = Mae swyddog heddlu yn darllen yr adroddiad ac yn penderfynu beth i’w wneud. Mae’n bosibl na chlywch ddim mwy, hyd yn oed lle’r oedd o gymorth: cedwir yr hyn y mae’r heddlu’n ei wneud rhag y rhai y gallai eu rhybuddio.
report-if-you-see-more-tell = Os gwelwch fwy, dywedwch wrthym eto. Os ydych yn poeni amdanoch eich hun neu rywun agos atoch, ffoniwch y Llinell Gymorth Caethwasiaeth Fodern a Chamfanteisio: <strong class="manumit-nowrap">08000 121 700</strong>.

## tell.html

report-tell-us-what-worries-you = Dywedwch wrthym beth sy’n eich poeni
report-if-somebody-is-in-danger = Os oes rhywun mewn perygl nawr, ffoniwch 999
report-if-you-cannot-speak-call = Os na allwch siarad, ffoniwch 999 o ffôn symudol a phwyswch 55 pan ofynnir i chi wneud hynny. Os na allwch glywed, defnyddiwch 18000, neu anfonwch neges destun i 999 os ydych wedi cofrestru i wneud hynny.
report-to-talk-to-somebody-at = I siarad â rhywun ar unrhyw awr, heb roi eich enw: y Llinell Gymorth Caethwasiaeth Fodern a Chamfanteisio, <strong class="manumit-nowrap">08000 121 700</strong>. Mae am ddim, ac ni wneir cofnod yma.
report-other-ways-the-police-on = Ffyrdd eraill: yr heddlu ar <strong>101</strong>, neu Crimestoppers, heb roi eich enw, ar <strong class="manumit-nowrap">0800 555 111</strong>.
report-if-you-think-that-somebody = Os ydych yn credu bod rhywun yn cael ei orfodi i weithio, ei werthu ar gyfer rhyw, ei gadw fel gwas, ei orfodi i gyflawni troseddau, neu ei symud o le i le yn erbyn ei ewyllys, gallwch ddweud hynny yma. Nid oes rhaid i chi fod yn siŵr. Nid oes angen cyfrif arnoch, ac nid oes rhaid i chi ddweud pwy ydych chi.
report-do-not-try-to-find = Peidiwch â cheisio darganfod mwy, a pheidiwch â siarad â’r bobl yr ydych yn eu hamau: gallai eich niweidio chi, neu nhw.
report-the-police-force-of-the = Heddlu’r ardal sy’n darllen yr hyn yr ydych yn ei ysgrifennu. Ni chaiff ei ddangos i neb arall.
report-we-do-not-keep-the = Nid ydym yn cadw cyfeiriad eich dyfais. Mae’r hyn yr ydych yn ei ysgrifennu yn cael ei amgryptio.
report-we-cannot-promise-what-will = Ni allwn addo beth fydd yn cael ei wneud, na dweud wrthych yn ddiweddarach beth a wnaed.
report-if-it-is-about-you = Os yw’n ymwneud â chi: gallwch ddefnyddio’r dudalen hon, ond gall y llinell gymorth wneud mwy, ac nid oes angen adroddiad.
report-is-anybody-in-danger-now = A oes unrhyw un mewn perygl nawr?
report-if-so-call-999-first = Os oes, ffoniwch 999 yn gyntaf, ac yna dywedwch wrthym yma.
report-yes = Oes
report-no-or-i-do-not = Nac oes, neu nid wyf yn gwybod
report-what-did-you-see-or = Beth welsoch chi neu glywsoch chi?
report-where-optional = Ble? (dewisol)
report-an-address-a-road-a = Cyfeiriad, ffordd, siop, gwefan, neu’r hyn sydd gerllaw.
report-police-area-optional = Ardal heddlu (dewisol)
report-if-you-are-not-sure = Os nad ydych yn siŵr, yr Asiantaeth Troseddu Cenedlaethol sy’n ei ddarllen.
report-when-does-it-go-on = Pryd? A yw’n parhau? (dewisol)
report-people-vehicles-businesses-optional = Pobl, cerbydau, busnesau (dewisol)
report-what-they-look-like-number = Sut olwg sydd arnynt, platiau rhif, rhifau ffôn, enwau a glywsoch.
report-how-can-the-police-reach = Sut gall yr heddlu gysylltu â chi? (dewisol)
report-leave-it-empty-to-stay = Gadewch ef yn wag i aros yn ddienw. Os yw’n ddiogel ar rai oriau yn unig, dywedwch hynny.
report-send = Anfon
