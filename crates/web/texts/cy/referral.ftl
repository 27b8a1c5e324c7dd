# NOT MADE BY A TRANSLATOR. These texts are a draft and need a translator’s review before use.
# DRAFFT: heb ei adolygu gan gyfieithydd. Rhaid i gyfieithydd adolygu’r testunau hyn cyn eu defnyddio.
#
# Texts of referrals and notifications, as those who made them see them.

## Said by the code.

referral-age-adult = Oedolyn
referral-age-not-sure = Ddim yn siŵr: caiff ei drin fel plentyn
referral-consent-given = Rhoddwyd
referral-consent-not-given = Ni roddwyd
referral-consent-not-asked = Ni ofynnir i blentyn
referral-support-wanted = Dymunir: gofynnwyd i’r darparwr cymorth
referral-support-not-wanted = Ni ddymunir nawr

## notification.html

referral-notification-sent = Hysbysiad wedi’i anfon
referral-notification-named = Hysbysiad { $reference }
referral-reference-is = Y cyfeirnod yw<br><strong>{ $reference }</strong>
referral-the-duty-to-notify-is = Cyflawnwyd y ddyletswydd i hysbysu. Nid yw’r hysbysiad yn enwi neb, ac ni chaiff byth ei ychwanegu at nifer yr atgyfeiriadau.
referral-met-on = Cyfarfuwyd ar
referral-nation = Cenedl
referral-if-the-person-agrees-later = Os bydd y person yn cytuno yn ddiweddarach, <a class="govuk-link" href="/drafts">dechreuwch atgyfeiriad</a>.

## referral.html

referral-sent = Atgyfeiriad wedi’i anfon
referral-named = Atgyfeiriad { $reference }
referral-all-referrals = Pob atgyfeiriad
referral-write-the-reference-down-it = Ysgrifennwch y cyfeirnod. Nid yw’n enwi neb.
referral-what-happens-next = Beth sy’n digwydd nesaf
referral-the-competent-authority-checks-the = Mae’r awdurdod cymwys yn gwirio’r atgyfeiriad ac yn penderfynu a oes sail resymol. Mae’n bosibl y gofynnir cwestiynau i chi: byddant yn dod i “Fy nyletswyddau”. Gallwch weld yma beth ddaw ohono.
referral-your-reference = Eich cyfeirnod
referral-age = Oedran
referral-consent = Cydsyniad
referral-you-are-asked = Gofynnir i chi
referral-a-question-of-the-competent = <a class="govuk-link" href="{ $href }">Cwestiwn gan yr awdurdod cymwys</a>, i’w ateb erbyn { $due }
referral-what-has-happened = Beth sydd wedi digwydd
referral-evidence = Tystiolaeth
referral-added = { $name }, ychwanegwyd { $at }
referral-no-file-was-sent-with = Ni anfonwyd ffeil gydag ef.
referral-add-a-file = Ychwanegu ffeil
referral-pdf-png-jpeg-or-word = PDF, PNG, JPEG neu Word, hyd at 25 MB. Dim ffotograffau o drais rhywiol.
referral-add-it = Ei hychwanegu

## referrals.html

referral-referrals = Atgyfeiriadau
referral-sent-2 = Anfonwyd
referral-count = { $count ->
    [two] { $count } atgyfeiriad
   *[other] { $count } atgyfeiriad
}
referral-you-have-sent-none-yet = Nid ydych wedi anfon un eto. <a class="govuk-link" href="/drafts">Atgyfeirio rhywun</a>.
referral-notifications-which-name-nobody = Hysbysiadau, nad ydynt yn enwi neb
referral-all-notifications = Pob hysbysiad

## notifications.html

referral-notifications = Hysbysiadau
referral-notifications-counted = { $count } i gyd, nad ydynt yn enwi neb
