# NOT MADE BY A TRANSLATOR. These texts are a draft and need a translator’s review before use.
# DRAFFT: heb ei adolygu gan gyfieithydd. Rhaid i gyfieithydd adolygu’r testunau hyn cyn eu defnyddio.
#
# Texts of a referral while it is written.

## Said by the code.

draft-status-cannot-start-yet = Methu dechrau eto
draft-status-not-started = Heb ddechrau
draft-status-in-progress = Ar y gweill
draft-status-completed = Wedi’i gwblhau
draft-answer-none = Dim
draft-number = rhif { $number }
draft-file-taken-in = Derbyniwyd ffeil

## draft.html

draft-all-drafts = Pob drafft
draft-your-reference = Eich cyfeirnod: { $own_reference }
draft-notify-that-you-met-an = Hysbysu eich bod wedi cwrdd ag oedolyn nad yw’n cytuno
draft-the-person-does-not-agree = Nid yw’r person yn cytuno i gael ei atgyfeirio. Cyflawnir y ddyletswydd i hysbysu heb ddim sy’n ei adnabod: ni all dim a ofynnir i chi yma ei enwi.
draft-completed = Rydych wedi cwblhau { $done } o { $count } tasg. Cadwyd { $saved }.
draft-completed-by = Rydych wedi cwblhau { $done } o { $count } tasg. Cadwyd { $saved }, gan { $by }.
draft-check-your-answers = Gwiriwch eich atebion
draft-with-your-organisation = Gyda’ch sefydliad
draft-to-be-checked = I’w wirio
draft-a-supervisor-was-asked-to = Gofynnwyd i oruchwyliwr edrych ar y drafft hwn.
draft-checked = Wedi’i wirio
draft-a-supervisor-has-looked-at = Mae goruchwyliwr wedi edrych ar y drafft hwn ac wedi cytuno iddo.
draft-agree-to-it-as-it = Cytuno iddo fel y mae
draft-ask-a-supervisor-to-check = Gofyn i oruchwyliwr ei wirio
draft-begin-another-for-somebody-found = Dechrau un arall, ar gyfer rhywun a ganfuwyd gyda’r person hwn
draft-throw-this-draft-away = Taflu’r drafft hwn
draft-questions-of-version-to-take = Cwestiynau fersiwn { $version }. I fynd gyda chi: <a class="govuk-link" href="/questions/uk-nrm/{ $version }">pob cwestiwn, i’w argraffu</a>.

## draft_check.html

draft-back-to-the-tasks = Yn ôl i’r tasgau
draft-it-was-not-sent = Nid anfonwyd ef
draft-before-it-can-be-sent = Cyn y gellir ei anfon:
draft-not-provided = Heb ei ddarparu
draft-change = Newid<span class="govuk-visually-hidden"> { $ask }</span>
draft-send-the-notification = Anfon yr hysbysiad
draft-it-names-nobody-it-is = Nid yw’n enwi neb. Caiff ei gyfrif, a’i drosglwyddo i’r heddlu heb ddim sy’n adnabod y person.
draft-send-the-referral = Anfon yr atgyfeiriad
draft-it-goes-to-the-competent = Mae’n mynd i’r awdurdod cymwys, sy’n penderfynu. Anfonir hysbysiad at yr heddlu; dewis y person yw a ydynt yn cysylltu â’r person. Os dymunir cymorth, gofynnir i’r darparwr cymorth nawr, gyda chyswllt diogel a dim o’r hanes.
draft-a-supervisor-was-asked-to-check = Gofynnwyd i oruchwyliwr wirio hwn ac nid yw wedi cytuno eto.
draft-warning = Rhybudd

## draft_discard.html

draft-throw-this-draft-away-2 = Taflu’r drafft hwn?
draft-every-answer-and-every-file = Caiff pob ateb a phob ffeil ynddo eu dileu, i bawb yn eich sefydliad. Ni ellir dadwneud hyn.
draft-throw-it-away = Ei daflu

## draft_page.html

draft-save-and-continue = Cadw a pharhau
draft-save-and-come-back-later = Cadw a dod yn ôl yn nes ymlaen

## draft_row.html

draft-save = Cadw

## draft_rows.html

draft-change-row = Newid<span class="govuk-visually-hidden"> { $one } { $number }</span>
draft-remove-row = Dileu<span class="govuk-visually-hidden"> { $one } { $number }</span>
draft-add-another = Ychwanegu { $one } arall
draft-add = Ychwanegu { $one }
draft-there-is-none = Nid oes un
draft-why-none-optional = Os nad ydych yn ychwanegu un, pam? (dewisol)
draft-why-none = Os nad ydych yn ychwanegu un, pam?

## drafts.html

draft-refer-somebody = Atgyfeirio rhywun
draft-if-somebody-is-in-danger = Os oes rhywun mewn perygl nawr, ffoniwch <strong>999</strong> yn gyntaf.
draft-a-referral-has-up-to = Mae gan atgyfeiriad hyd at 12 tasg, mewn unrhyw drefn ar ôl oedran a chydsyniad. Cedwir yr hyn yr ydych yn ei gadw yma, i chi a’ch sefydliad. Lle nad oes ateb, dywedwch pam: mae hynny’n ateb hefyd.
draft-an-adult-who-does-not = Caiff oedolyn nad yw’n cytuno ei hysbysu heb enw. Dechreuwch yma hefyd: mae’r cwestiynau’n arwain yno.
draft-begin-a-referral = Dechrau atgyfeiriad
draft-not-sent-yet-in-your = Heb ei anfon eto, yn eich sefydliad
draft-begun-by = Dechreuwyd gan
draft-saved = Cadwyd
draft-stands = Statws
draft-begun-on = Dechreuwyd { $on }
draft-you = Chi
draft-draft = Drafft

## question.html

draft-no-answer = Dim ateb?<span class="govuk-visually-hidden"> { $ask }</span>
draft-why-there-is-none = Pam nad oes un<span class="govuk-visually-hidden"> ({ $ask })</span>
draft-optional = { $ask } (dewisol)
draft-or = neu
draft-choose = Dewiswch
draft-for-example-27-3-2026 = Er enghraifft, 27 3 2026
draft-a-file-was-taken-in = Derbyniwyd ffeil. Dewiswch un arall i’w rhoi yn ei lle.
