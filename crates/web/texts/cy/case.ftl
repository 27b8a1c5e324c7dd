# NOT MADE BY A TRANSLATOR. These texts are a draft and need a translator’s review before use.
# DRAFFT: heb ei adolygu gan gyfieithydd. Rhaid i gyfieithydd adolygu’r testunau hyn cyn eu defnyddio.
#
# Texts of cases, as the competent authority works on them.

## Said by the code.

case-tag-immediate-threat = Bygythiad uniongyrchol
case-tag-near-18 = Bron yn 18
case-tag-suspended = Wedi’i atal
case-outcome-positive = cadarnhaol
case-outcome-negative = negyddol
case-body-support-provider = Darparwr cymorth
case-body-police = Heddlu
case-body-first-responder = Ymatebwr cyntaf
case-body-local-authority = Awdurdod lleol
case-body-other = Corff arall
case-happened-opened = Derbyniwyd atgyfeiriad gan { $from }
case-happened-screening-passed = Pasiwyd y sgrinio; { $authority } sy’n penderfynu
case-happened-screening-failed = Anfonwyd yn ôl: ddim yn ddilys fel atgyfeiriad
case-happened-merge-proposed = Cynigiwyd fel dyblygiad o achos arall
case-happened-undo-proposed = Cynigiwyd dadwneud y cyfuno
case-happened-merge-declined = Nid oedd yr ail berson yn cytuno: ni chyfunwyd na dadwneud dim
case-happened-merged = Cadarnhawyd gan ddau berson ei fod yn ddyblygiad, ac fe’i cyfunwyd
case-happened-merge-undone = Dadwnaed y cyfuno gan ddau berson
case-happened-enquiry-sent = Anfonwyd ymholiad: { $body }, i’w ateb erbyn { $due }
case-happened-enquiry-answered = Atebwyd yr ymholiad
case-happened-enquiry-lapsed = Dim ateb i’r ymholiad mewn pryd
case-happened-negative-proposed = Cynigiwyd penderfyniad negyddol ar { $stage }
case-happened-second-look-agreed = Ail olwg: cytunwyd â’r penderfyniad negyddol ar { $stage }
case-happened-second-look-returned = Ail olwg: dychwelwyd y penderfyniad negyddol ar { $stage }
case-happened-panel-agreed = Panel sicrwydd: cytunwyd â’r penderfyniad negyddol ar { $stage }
case-happened-panel-returned = Panel sicrwydd: dychwelwyd y penderfyniad negyddol ar { $stage }
case-happened-reasonable-grounds = Penderfyniad ar sail resymol: { $outcome }
case-happened-conclusive-grounds = Penderfyniad ar sail derfynol: { $outcome }
case-happened-both-decided = Y ddau benderfyniad gan banel datganoledig: { $outcome }
case-happened-suspended = Ataliwyd: { $why }. Edrychir arno eto ar { $on }
case-happened-resumed = Ailgychwynnwyd
case-happened-withdrawn = Tynnwyd yn ôl: { $why }
case-happened-handed-over = Trosglwyddwyd i { $authority }
case-happened-given = Rhoddwyd i { $to }
case-happened-kept-away = Cadwyd draw: { $post }, { $organisation }
case-happened-corrected = Cywirwyd: { $what }
case-happened-assessed-child = Aseswyd oedran: plentyn
case-happened-assessed-adult = Aseswyd oedran: oedolyn
case-happened-turned-eighteen = Trodd yn ddeunaw
case-happened-reconsideration-requested = Gofynnwyd am ailystyried: { $ground }
case-happened-reconsideration-accepted = Edrychir eto ar y penderfyniad ar { $stage }
case-happened-reconsideration-refused = Ni fydd neb yn edrych arno eto
case-happened-disqualification-considered = Ystyriwyd anghymhwyso; rhoddwyd gwybod i’r person a gofynnwyd iddo
case-happened-disqualification-applied = Cymhwyswyd anghymhwysiad: { $ground }
case-happened-disqualification-not-applied = Ystyriwyd anghymhwyso ac ni chafodd ei gymhwyso
case-happened-disqualification-lifted = Codwyd yr anghymhwysiad
case-step-pass-screening = Pasio’r sgrinio
case-button-pass-screening = Pasio’r sgrinio
case-step-fail-screening = Anfon yr atgyfeiriad yn ôl
case-button-fail-screening = Ei anfon yn ôl
case-step-propose-merge = Chwilio am ddyblygiadau
case-button-propose-merge = Cynnig cyfuno
case-step-propose-undo = Cynnig dadwneud y cyfuno
case-button-propose-undo = Cynnig ei ddadwneud
case-step-answer-merge = Ateb fel yr ail berson
case-button-answer-merge = Cofnodi’r ateb
case-step-allocate = Rhoi’r achos i rywun
case-button-allocate = Rhoi’r achos
case-step-reasonable-grounds = Penderfynu ar sail resymol
case-button-reasonable-grounds = Cofnodi’r penderfyniad
case-step-conclusive-grounds = Penderfynu ar sail derfynol
case-button-conclusive-grounds = Cofnodi’r penderfyniad
case-step-issue-negative = Cyhoeddi’r penderfyniad negyddol
case-button-issue-negative = Cyhoeddi’r penderfyniad
case-step-review-negative = Cymryd yr ail olwg
case-button-review-negative = Cofnodi’r ail olwg
case-step-send-enquiry = Gofyn i gorff arall
case-button-send-enquiry = Anfon yr ymholiad
case-step-answer-enquiry = Cofnodi ateb i ymholiad
case-button-answer-enquiry = Cofnodi’r ateb
case-step-lapse-enquiry = Cofnodi na ddaeth ateb
case-button-lapse-enquiry = Cofnodi na ddaeth un
case-step-suspend = Atal yr achos
case-button-suspend = Atal
case-step-resume = Ailgychwyn yr achos
case-button-resume = Ailgychwyn
case-step-assess-age = Cofnodi asesiad oedran
case-button-assess-age = Cofnodi’r asesiad
case-step-turn-eighteen = Cofnodi’r pen-blwydd yn ddeunaw
case-button-turn-eighteen = Cofnodi’r pen-blwydd
case-step-correct-fact = Cywiro’r cofnod
case-button-correct-fact = Cofnodi’r cywiriad
case-step-withdraw = Tynnu’r achos yn ôl
case-button-withdraw = Tynnu’n ôl
case-step-request-reconsideration = Cofnodi cais am ailystyried
case-button-request-reconsideration = Cofnodi’r cais
case-step-accept-reconsideration = Cytuno i edrych eto
case-button-accept-reconsideration = Cytuno i edrych eto
case-step-refuse-reconsideration = Gwrthod edrych eto
case-button-refuse-reconsideration = Gwrthod
case-step-consider-disqualification = Ystyried anghymhwyso
case-button-consider-disqualification = Cofnodi ei fod yn cael ei ystyried
case-step-apply-disqualification = Cymhwyso anghymhwysiad
case-button-apply-disqualification = Cymhwyso
case-step-decline-disqualification = Peidio â chymhwyso anghymhwysiad
case-button-decline-disqualification = Cofnodi nad yw’n cael ei gymhwyso
case-step-lift-disqualification = Codi’r anghymhwysiad
case-button-lift-disqualification = Codi
case-step-reallocate = Trosglwyddo i awdurdod arall
case-button-reallocate = Trosglwyddo
case-step-exclude-post = Cadw rhywun draw
case-button-exclude-post = Cadw draw
case-treated-as = Caiff ei drin fel
case-sex = Rhyw
case-nationality = Cenedligrwydd
case-found-in = Canfuwyd yn
case-exploited-in = Camfanteisiwyd yn
case-types-of-exploitation = Mathau o gamfanteisio
case-child-when-exploited = O dan 18 pan ddigwyddodd
case-referred-by = Atgyfeiriwyd gan
case-nation = Cenedl
case-authority = Awdurdod
case-hosted-by = Gweithwyr achos wedi’u lletya gan
case-looked-at-again-on = Edrychir arno eto ar
case-reconsideration = Ailystyried
case-disqualification = Anghymhwyso
case-proposed-negative = Penderfyniad negyddol a gynigiwyd
case-no-region-recorded = Dim rhanbarth wedi’i gofnodi
case-nobody-yet = Neb eto
case-suspended-since = { $why }, ers { $since }
case-proposal-waits = Ar { $stage }: yn aros am ail olwg
case-proposal-agreed = Ar { $stage }: cytunwyd gan yr ail olwg, heb ei gyhoeddi eto
case-proposal-returned = Ar { $stage }: dychwelwyd gan yr ail olwg
case-duty-set-by-a-person = Gosodwyd gan berson
case-duty-by-the-rule = Yn ôl y rheol { $rule }
case-enquiry-open = Agored
case-enquiry-answered = Atebwyd
case-enquiry-lapsed = Dim ateb mewn pryd
case-read-the-reasons = Darllen y rhesymau
case-read-what-was-asked = Darllen beth a ofynnwyd neu a atebwyd
case-read-the-note = Darllen y nodyn
case-waiting-decision = Pob achos sy’n aros
case-waiting-screening = Yn aros am sgrinio
case-waiting-reasonable-grounds = Yn aros am sail resymol
case-waiting-conclusive-grounds = Yn aros am sail derfynol
case-waiting-second-look = Yn aros am ail olwg
case-waiting-merge = Yn aros am ail berson ynghylch cyfuno
case-waiting-reconsideration = Gofynnwyd am ailystyried
case-waiting-nothing = Pob un, y diweddaraf gyntaf
case-happened-letter-sent = Anfonwyd llythyr: { $way }
case-way-post = Drwy’r post at y person
case-way-email = Drwy e-bost at y person
case-way-named = At rywun a enwodd y person
case-way-childrens-services = At y cyswllt yn y gwasanaethau plant
case-way-first-responder = At y sefydliad ymatebwr cyntaf, i’w drosglwyddo pan fydd yn ddiogel
case-letter-to-named = Pwy bynnag a enwodd y person i dderbyn y penderfyniad
case-form-why-not-valid = Pam nad yw’n ddilys, a sut i’w wneud yn ddilys
case-form-why-another-person = Pam mai person arall ydoedd wedi’r cyfan
case-form-do-you-agree = A ydych chi’n cytuno?
case-form-i-agree = Ydw
case-form-no-nothing-changes = Nac ydw: nid oes dim yn newid
case-form-reasons-as-issued = Y rhesymau, fel y’u cyhoeddir
case-form-your-view = Beth yw eich barn?
case-form-agree-with-negative = Rwy’n cytuno â’r penderfyniad negyddol
case-form-return-it = Rwy’n ei ddychwelyd
case-form-your-points = Eich pwyntiau
case-form-your-points-hint = Yr hyn yr edrychoch arno, a’r hyn y mae’n rhaid ei ateb.
case-form-the-answer = Yr ateb
case-form-the-answer-hint = Nodwch sut y daeth, ac o ba swydd.
case-form-when-looked-at-again = Pryd yr edrychir arno eto?
case-form-what-was-tried = Beth a wnaed i geisio cyrraedd y person
case-form-when-was-it = Pryd oedd hyn?
case-form-where-known-from = O ble mae hyn yn hysbys
case-form-where-known-from-hint = Ni chaiff unrhyw achos ei gau am ddiffyg ateb oni bai y cysylltwyd mewn gwirionedd. Nodwch pryd, a chan bwy.
case-form-what-was-found = Beth a ganfuwyd?
case-form-a-child = Plentyn
case-form-an-adult = Oedolyn
case-form-what-was-found-hint = Yr awdurdod lleol sy’n asesu. Ni ddeuir i unrhyw gasgliad o olwg, ymddygiad, esgyrn na dannedd.
case-form-when-assessed = Pryd y’i haseswyd?
case-form-who-assessed = Pwy a’i hasesodd, a sut
case-form-the-birthday = Y pen-blwydd
case-form-which-ground = Ar ba sail?
case-form-the-request = Y cais
case-form-the-request-hint = Yng ngeiriau pwy bynnag a ofynnodd. Nodwch pwy oedd.
case-form-exceptional-reason = Y rheswm eithriadol, os daw’n hwyr neu eto
case-form-leave-empty = Fel arall, gadewch hwn yn wag.
case-form-individual-assessment = Yr asesiad unigol
case-form-individual-assessment-hint = Dylech gynnwys y risg o gael ei fasnachu eto, ac a gafodd y person ei orfodi.
case-form-what-was-put = Beth a roddwyd gerbron y person, a phryd
case-form-whom = Pwy
case-form-keep-away-hint = Er enghraifft: mae’n adnabod y person, mae ganddo’r un cyflogwr â rhywun a amheuir, neu bu’n ymatebwr cyntaf.
case-form-age = Oedran
case-form-age-checked = Gwiriais y grŵp oedran yn erbyn y dyddiad geni
case-form-age-hint = Caiff unrhyw un a allai fod yn blentyn ei drin fel plentyn.
case-form-duplicates = Dyblygiadau
case-form-duplicates-checked = Chwiliais am achos arall o’r un person
case-form-immigration = A oes mater lloches neu fewnfudo yn gysylltiedig?
case-form-there-is = Oes
case-form-there-is-not = Nac oes
case-form-hosted-by = Ble mae ei weithwyr achos yn eistedd?
case-form-hosted-by-hint = Dim ond lle mae corff arall yn eu lletya. Mae’r corff hwnnw wedyn yn darllen yr achos hefyd.
case-form-hosted-by-itself = Yn yr awdurdod ei hun
case-form-which-authority = Pa awdurdod sy’n penderfynu?
case-form-which-goes-on = Pa achos sy’n parhau?
case-form-which-goes-on-hint = Nid oes dim yn newid nes bod ail berson wedi ateb, a gellir dadwneud cyfuno bob amser.
case-form-one-person = Beth sy’n awgrymu mai un person ydyw
case-form-to-whom = I bwy
case-form-to-whom-hint = Mae gan y penderfyniad, yr ail olwg ac ailystyried bob un ei swydd ei hun. Ni restrir swydd a gedwir draw.
case-form-act = Gweithred
case-form-act-hint = Recriwtio, symud, llochesu neu dderbyn y person. Nid oes ei hangen ar gyfer caethwasiaeth, caethwasanaeth, a llafur dan orfod neu lafur gorfodol.
case-form-act-reasons = Rhesymau ynghylch y weithred
case-form-means = Moddion
case-form-means-hint = Bygythiad, grym, gorfodaeth, herwgipio, twyll, camarwain, camddefnyddio pŵer neu sefyllfa fregus.
case-form-means-reasons = Rhesymau ynghylch y moddion
case-form-purpose = Diben
case-form-purpose-hint = Camfanteisio, neu’r bwriad i gamfanteisio.
case-form-purpose-reasons = Rhesymau ynghylch y diben
case-form-not-met-hint = Nid yw’r hyn a ddywedwyd yn ei gynnwys. Cyfrifir y penderfyniad fel un y tu allan i’r diffiniad.
case-form-not-shown-hint = Nid oes digon o wybodaeth i’w ganfod. Cyfrifir y penderfyniad fel un heb ddigon o wybodaeth.
case-form-reasons-whole = Y rhesymau yn eu cyfanrwydd
case-form-reasons-whole-hint = Beth a bwyswyd a sut. Mae rhesymau dros fylchau, datgelu hwyr a newid: ofn, trawma, rheolaeth, y cyfieithydd ar y pryd, y cof.
case-form-the-decision = Y penderfyniad
case-form-positive = Cadarnhaol
case-form-negative = Negyddol
case-form-negative-hint = Fe’i cynigir yn gyntaf. Bydd rhywun arall yn cymryd ail olwg cyn ei gyhoeddi.
case-form-whom-do-you-ask = I bwy ydych chi’n gofyn?
case-form-the-question = Y cwestiwn
case-form-the-question-hint = Maent yn gweld y cwestiwn hwn a dim byd arall o’r achos. Nodwch am bwy y mae dim ond i’r graddau y mae arnynt ei angen.
case-form-until-when = Tan pryd?
case-form-until-when-hint = Nid oes penderfyniad negyddol yn bosibl tra bo amser i ateb o hyd.
case-form-which-enquiry = Pa ymholiad?
case-form-which-takes-over = Pa awdurdod sy’n ei gymryd drosodd?
case-form-by-which-rule = Yn ôl pa reol o’r ddau gylch gwaith, a pham
case-form-by-which-rule-hint = Ni all neb yma agor yr achos wedyn. Rhoddir gwybod i’r person a’r ymatebwr cyntaf.
case-form-recorded-wrongly = Beth a gofnodwyd yn anghywir?
case-form-what-is-right = Beth sy’n gywir?
case-form-nationality-established = Y cenedligrwydd a sefydlwyd
case-form-nationality-hint = Fe’i hychwanegir wrth ochr yr hyn a honnwyd; ni thynnir dim allan.
case-form-which-types = Pa fathau sy’n gywir?
case-form-where-found = Ble y canfuwyd y person?
case-form-where-exploited = Ble y camfanteisiwyd ar y person?
case-form-how-known = Sut mae hyn yn hysbys
case-form-correct-found = Ble y canfuwyd y person
case-form-correct-exploited = Ble y camfanteisiwyd ar y person
case-form-why-sent-back-hint = Mae hwn yn mynd yn ôl at bwy bynnag a’i hanfonodd. Peidiwch â dweud dim nad yw’r person wedi’i ddweud wrthynt.
case-evidence-same = { $what }: yr un fath
case-evidence-differs = { $what }: yn wahanol
case-evidence-not-known = { $what }: ddim yn hysbys am y ddau
case-form-candidate = { $reference }, derbyniwyd { $received }, { $stage }
case-form-first-responder = Ymatebwr cyntaf: { $name }
case-form-support-provider = Darparwr cymorth: { $name }
case-form-local-authority = Awdurdod lleol: { $name }
case-form-police = Heddlu: { $name }
case-form-other = Arall: { $name }
case-form-open-enquiry = { $body }: { $whom }, i’w ateb erbyn { $due }

## cases_break_glass.html

case-open-a-case-that-was = Agor achos na roddwyd i chi
case-cases = Achosion
case-this-breaks-the-glass-for = Mae hyn yn torri’r gwydr: am { $hours } awr gallwch edrych ar yr achos, heb gymryd unrhyw gam arno.
case-the-data-protection-officer-is = Rhoddir gwybod i’r swyddog diogelu data, sy’n darllen eich rheswm. Gellir dweud wrth y person pwy a edrychodd.
case-reference-of-the-case = Cyfeirnod yr achos
case-why-you-must-see-it = Pam mae’n rhaid i chi ei weld nawr
case-for-example-out-of-hours = Er enghraifft: y tu allan i oriau, mae symud o’r wlad wedi’i gynllunio heddiw ac ni ellir cyrraedd neb sydd â’r achos.
case-i-understand-that-this-is = Rwy’n deall y caiff hyn ei adolygu ar y diwrnod gwaith nesaf
case-open-the-case = Agor yr achos

## cases_file.html

case-named = Achos { $reference }
case-recorded = Cofnodwyd: { $done }.
case-you-opened-this-case-by = Agoroch yr achos hwn drwy dorri’r gwydr. Mae’r swyddog diogelu data yn darllen eich rheswm.
case-merged-into = Cyfunwyd â <a class="govuk-link" href="/cases/{ $merged_into }">{ $merged_into }</a>.
case-duties = Dyletswyddau
case-who-owes-it = Cyfrifoldeb pwy
case-nothing-is-owed-on-this = Nid oes dim yn ddyledus ar yr achos hwn.
case-the-person = Y person
case-read-the-account = Darllen yr hanes
case-it-may-be-distressing-reading = Gall beri gofid. Cofnodir ei fod wedi’i ddarllen.
case-the-case = Yr achos
case-decisions = Penderfyniadau
case-stage = Cam
case-decision = Penderfyniad
case-made = Gwnaed
case-test = Prawf: { $test }
case-enquiries = Ymholiadau
case-enquiries-to-other-bodies = Ymholiadau i gyrff eraill
case-whom = Pwy
case-to-answer-by = I’w ateb erbyn
case-what-you-can-do = Beth allwch chi ei wneud
case-less-often = Yn llai aml
case-nothing-now-you-can-look = Dim nawr. Gallwch edrych ar yr achos.

## cases_found.html

case-search-by-name = Chwilio drwy enw
case-cases-with-this-name = Achosion â’r enw hwn
case-searched-for = Chwiliwyd am: <strong>{ $name }</strong>
case-cases-found = Achosion a ganfuwyd
case-found = { $count } wedi’u canfod
case-case = Achos
case-no-case-of-your-authority = Nid oes gan unrhyw achos gan eich awdurdod yr union enw hwn. Mae sillafu’n bwysig; nid yw llythrennau mawr a bach, acenion nac atalnodi yn bwysig.

## cases_letter.html

case-letter-was-sent = Anfonwyd
case-letter-sending = { $on }: { $way } ({ $language }). Cofnodwyd gan { $by }
case-letter-language = Iaith y llythyr:
case-letter-is-a-draft = Nid oes cyfieithydd wedi adolygu Cymraeg y llythyr hwn. Trefnwch i rywun ei ddarllen cyn ei anfon.
case-letter-record-sent = Cofnodi iddo gael ei anfon
case-letter-how = Sut yr anfonwyd ef?
case-letter-how-hint = Dim ond drwy ffordd y dywedodd y person ei bod yn ddiogel. Mae’r man y mae’n mynd iddo uchod, i’r rolau y dangosir ef iddynt.
case-letter-when = Ar ba ddiwrnod?
case-letter-2 = Llythyr
case-where-it-goes = I ble mae’n mynd
case-letter-to = At
case-to-pass-on-when-it = , i’w drosglwyddo pan fydd yn ddiogel
case-letter-at = Yn
case-conditions = Amodau
case-there-is-a-safe-way = Mae ffordd ddiogel. Ni chaiff ei dangos i’ch rôl: brysbennu sy’n argraffu ac yn anfon y llythyr hwn.
case-use-a-plain-envelope-or = Defnyddiwch amlen blaen neu linell pwnc niwtral: dim anfonwr, dim testun.
case-no-written-way-to-reach = Ni wyddys bod unrhyw ffordd ysgrifenedig o gyrraedd y person yn ddiogel. Peidiwch ag anfon hwn i gyfeiriad y person.
case-never-send-this-to-the = Peidiwch byth ag anfon hwn i gyfeiriad neu ffôn y plentyn ei hun.
case-to-print-it-use-your = I’w argraffu, defnyddiwch eich porwr. Dim ond yr hyn sydd isod a argreffir.

## cases_parts.html

case-recorded-by = { $on }. Cofnodwyd { $recorded } gan { $by }
case-letter = Llythyr<span class="govuk-visually-hidden">: { $what }</span>

## cases_queue.html

case-find-by-reference = Dod o hyd drwy gyfeirnod
case-for-example-cas-26-2345678 = Er enghraifft, CAS-26-2345678-K
case-find = Dod o hyd
case-find-by-name = Dod o hyd drwy enw
case-the-whole-name-or-another = Yr enw cyfan, neu enw arall. Cofnodir pob chwiliad.
case-search = Chwilio
case-only-missed = Dim ond rhai a fethwyd
case-count-earliest-first = { $count ->
   *[other] { $count } achos, y cynharaf ei ddyddiad gyntaf
}
case-count = { $count ->
   *[other] { $count } achos
}
case-given-to = Rhoddwyd i
case-nothing-due = Nid oes dim yn ddyledus
case-received = Derbyniwyd { $received }
case-no-cases-here = Dim achosion yma
case-nothing-in-your-reach-waits = Nid oes dim o fewn eich cyrraedd yn aros fel hyn.
case-the-order-is-the-due = Y dyddiad erbyn yw’r drefn. Ffeithiau cyhoeddedig yw’r tagiau, nid safle: nid oes gan unrhyw achos sgôr.

## cases_step.html

case-side-by-side = Ochr yn ochr
case-this-case = Yr achos hwn
case-other-names = Enwau eraill
case-none-recorded = Dim wedi’u cofnodi
case-date-of-birth = Dyddiad geni
case-for-and-against = O blaid ac yn erbyn
case-no-other-case-of-your = Nid oes gan unrhyw achos arall gan eich awdurdod yr un enw, enw arall na dyddiad geni.
case-the-case-changed-while-you = Newidiodd yr achos wrth i chi ysgrifennu
case-nothing-of-yours-was-recorded = Ni chofnodwyd dim o’ch eiddo chi.
case-read-what-changed-if-your = Darllenwch beth a newidiodd. Os yw eich cam yn dal i sefyll, anfonwch ef eto: mae’r hyn a ysgrifennoch wedi’i gadw isod.
case-your-step-is-no-longer = Nid yw eich cam yn bosibl mwyach. Mae’r hyn a ysgrifennoch isod, i’w gopïo.
case-what-changed = Beth newidiodd
case-the-test-in-force-today = Y prawf mewn grym heddiw: <strong>{ $test }</strong>.
case-the-person-is-treated-as = Caiff y person ei drin fel plentyn: nid oes angen moddion.
case-recovery-lasts-until = Mae’r cyfnod adfer yn para tan { $until }: penderfynir ar y sail derfynol o’r diwrnod hwnnw ymlaen.
case-what-you-wrote = Beth ysgrifennoch chi

## cases_words.html

case-what-was-written = Beth a ysgrifennwyd
case-the-account = Yr hanes
case-an-account-may-be-distressing = Gall hanes beri gofid. Stopiwch pan fydd angen, a siaradwch â’ch arweinydd.
case-that-you-read-this-is = { $on }, { $by }. Cofnodir eich bod yn darllen hwn.
