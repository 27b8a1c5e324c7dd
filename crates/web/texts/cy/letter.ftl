# NOT MADE BY A TRANSLATOR. These texts are a draft and need a translator’s review before use.
# DRAFFT: heb ei adolygu gan gyfieithydd. Rhaid i gyfieithydd adolygu’r testunau hyn cyn eu defnyddio.
#
# Texts of the letters about a decision, to the person or to whoever passes them on.

## cases_letter_words.html

letter-reference = Cyfeirnod: <strong>{ $reference }</strong>
letter-about-a-child = Mae’r llythyr hwn am blentyn. Esboniwch ef i’r plentyn mewn ffordd sy’n addas i’w oedran.
letter-please-give = Rhowch y llythyr hwn i’r person y mae’n ymwneud ag ef, pan fydd yn ddiogel.
letter-first-positive = Mae’r penderfyniad cyntaf yn gadarnhaol
letter-reasonable-positive = Ar { $on } penderfynwyd bod sail resymol dros gredu eich bod yn ddioddefwr caethwasiaeth fodern.
letter-reasonable-positive-child = Ar { $on } penderfynwyd bod sail resymol dros gredu bod y plentyn yn ddioddefwr caethwasiaeth fodern.
letter-what-this-means = Beth mae hyn yn ei olygu
letter-time-to-recover = Mae amser nawr i ymadfer ac i feddwl.
letter-looked-after = Mae’r gwasanaethau plant yn parhau i ofalu am y plentyn.
letter-you-can-have-support = Gallwch gael cymorth. Eich dewis chi ydyw, a gallwch newid eich meddwl.
letter-not-removed = Yn ystod y cyfnod hwn ni chewch eich symud o’r Deyrnas Unedig.
letter-not-removed-child = Yn ystod y cyfnod hwn ni chaiff y plentyn ei symud o’r Deyrnas Unedig.
letter-what-happens-next = Beth sy’n digwydd nesaf
letter-final-decision = Byddwn yn gwneud penderfyniad terfynol.
letter-final-decision-from = Byddwn yn gwneud penderfyniad terfynol, nid cyn { $from }.
letter-want-us-to-know = Os oes rhywbeth yr ydych am i ni ei wybod, dywedwch wrth y person sy’n eich cefnogi.
letter-want-us-to-know-child = Os oes rhywbeth yr ydych am i ni ei wybod, dywedwch wrth y person sy’n cefnogi’r plentyn.
letter-first-negative = Mae’r penderfyniad cyntaf yn negyddol
letter-final-negative = Mae’r penderfyniad terfynol yn negyddol
letter-reasonable-negative = Ar { $on } penderfynwyd nad oes digon i gredu eich bod yn ddioddefwr caethwasiaeth fodern, yn yr ystyr y mae’r gyfraith yn ei rhoi i’r geiriau hyn. Edrychodd dau berson ar y penderfyniad hwn.
letter-reasonable-negative-child = Ar { $on } penderfynwyd nad oes digon i gredu bod y plentyn yn ddioddefwr caethwasiaeth fodern, yn yr ystyr y mae’r gyfraith yn ei rhoi i’r geiriau hyn. Edrychodd dau berson ar y penderfyniad hwn.
letter-conclusive-negative = Ar { $on } penderfynwyd nad oes digon i ddod i’r casgliad eich bod yn ddioddefwr caethwasiaeth fodern, yn yr ystyr y mae’r gyfraith yn ei rhoi i’r geiriau hyn. Edrychodd dau berson ar y penderfyniad hwn.
letter-conclusive-negative-child = Ar { $on } penderfynwyd nad oes digon i ddod i’r casgliad bod y plentyn yn ddioddefwr caethwasiaeth fodern, yn yr ystyr y mae’r gyfraith yn ei rhoi i’r geiriau hyn. Edrychodd dau berson ar y penderfyniad hwn.
letter-the-reasons = Nid yw hyn yn golygu nad oes neb yn eich credu. Mae’r rhesymau wedi’u hysgrifennu. Gall y sefydliad a’ch atgyfeiriodd ofyn amdanynt a mynd drwyddynt gyda chi.
letter-the-reasons-child = Nid yw hyn yn golygu nad oes neb yn credu’r plentyn. Mae’r rhesymau wedi’u hysgrifennu. Gall y sefydliad a atgyfeiriodd y plentyn ofyn amdanynt a mynd drwyddynt gyda’r plentyn.
letter-if-you-do-not-agree = Os nad ydych yn cytuno
letter-ask-again = Gallwch ofyn i ni edrych eto, os oes rhywbeth newydd, neu os nad oedd y penderfyniad yn dilyn y canllawiau.
letter-ask-again-until = Gallwch ofyn i ni edrych eto tan { $until }, os oes rhywbeth newydd, neu os nad oedd y penderfyniad yn dilyn y canllawiau.
letter-who-can-ask = Gall y sefydliad a’ch atgyfeiriodd, gweithiwr cymorth neu gyfreithiwr wneud hyn ar eich rhan.
letter-who-can-ask-child = Gall y sefydliad a atgyfeiriodd y plentyn, gweithiwr cymorth neu gyfreithiwr wneud hyn ar ran y plentyn.
letter-support = Cymorth
letter-support-goes-on = Nid yw cymorth yn dod i ben heddiw. Bydd pwy bynnag sy’n eich cefnogi yn cynllunio’r camau nesaf gyda chi.
letter-support-goes-on-child = Nid yw cymorth yn dod i ben heddiw. Bydd pwy bynnag sy’n cefnogi’r plentyn yn cynllunio’r camau nesaf gyda’r plentyn.
letter-final-positive = Mae’r penderfyniad terfynol yn gadarnhaol
letter-conclusive-positive = Ar { $on } penderfynwyd eich bod yn ddioddefwr caethwasiaeth fodern.
letter-conclusive-positive-child = Ar { $on } penderfynwyd bod y plentyn yn ddioddefwr caethwasiaeth fodern.
letter-needs = Bydd eich gweithiwr cymorth yn siarad â chi am yr hyn sydd ei angen arnoch i ymadfer, ac am ba hyd.
letter-needs-child = Bydd y gwasanaethau plant yn siarad â’r plentyn am yr hyn sydd ei angen ar y plentyn i ymadfer, ac am ba hyd.
letter-looked-at-again = Byddwn yn edrych ar y penderfyniad eto
letter-agreed-to-look = Ar { $on } cytunwyd i edrych eto ar y penderfyniad negyddol. Tan y penderfyniad newydd, cewch eich trin fel dioddefwr posibl caethwasiaeth fodern. Rhywun arall sy’n penderfynu y tro hwn.
letter-agreed-to-look-child = Ar { $on } cytunwyd i edrych eto ar y penderfyniad negyddol. Tan y penderfyniad newydd, caiff y plentyn ei drin fel dioddefwr posibl caethwasiaeth fodern. Rhywun arall sy’n penderfynu y tro hwn.
letter-not-looked-at-again = Ni fyddwn yn edrych ar y penderfyniad eto
letter-declined-to-look = Ar { $on } ystyriwyd y cais i edrych eto ar y penderfyniad negyddol, ac fe’i gwrthodwyd. Mae’r rhesymau wedi’u hysgrifennu, a gall y sefydliad a anfonodd y cais ofyn amdanynt.
letter-a-lawyer = Gall cyfreithiwr ddweud beth arall y gellir ei wneud.
letter-another-authority = Awdurdod arall sy’n penderfynu nawr
letter-decides-now = Ers { $on } gwneir y penderfyniad gan { $authority }. Nid oes dim y mae angen i chi ei wneud. Mae’r cyfeirnod yn aros yr un fath.
letter-in-danger = Os ydych mewn perygl, ffoniwch 999. Os nad yw’n ddiogel cadw’r llythyr hwn, peidiwch â’i gadw: gallwch ofyn amdano eto.
