# Texts of referrals and notifications, as those who made them see them.

## Said by the code.

referral-age-adult = Adult
referral-age-not-sure = Not sure: treated as a child
referral-consent-given = Given
referral-consent-not-given = Not given
referral-consent-not-asked = Not asked of a child
referral-support-wanted = Wanted: the support provider was asked
referral-support-not-wanted = Not wanted now

## notification.html

referral-notification-sent = Notification sent
referral-notification-named = Notification { $reference }
referral-reference-is = The reference is<br><strong>{ $reference }</strong>
referral-the-duty-to-notify-is = The duty to notify is met. The notification names nobody, and is never added to the number of referrals.
referral-met-on = Met on
referral-nation = Nation
referral-if-the-person-agrees-later = If the person agrees later, <a class="govuk-link" href="/drafts">begin a referral</a>.

## referral.html

referral-sent = Referral sent
referral-named = Referral { $reference }
referral-all-referrals = All referrals
referral-write-the-reference-down-it = Write the reference down. It names nobody.
referral-what-happens-next = What happens next
referral-the-competent-authority-checks-the = The competent authority checks the referral and decides whether there are reasonable grounds. You may be asked questions: they come to “My duties”. You can see here what becomes of it.
referral-your-reference = Your reference
referral-age = Age
referral-consent = Consent
referral-you-are-asked = You are asked
referral-a-question-of-the-competent = <a class="govuk-link" href="{ $href }">A question of the competent authority</a>, to be answered by { $due }
referral-what-has-happened = What has happened
referral-evidence = Evidence
referral-added = { $name }, added { $at }
referral-no-file-was-sent-with = No file was sent with it.
referral-add-a-file = Add a file
referral-pdf-png-jpeg-or-word = PDF, PNG, JPEG or Word, up to 25 MB. No photographs of sexual violence.
referral-add-it = Add it

## referrals.html

referral-referrals = Referrals
referral-sent-2 = Sent
referral-count = { $count ->
    [one] { $count } referral
   *[other] { $count } referrals
}
referral-you-have-sent-none-yet = You have sent none yet. <a class="govuk-link" href="/drafts">Refer somebody</a>.
referral-notifications-which-name-nobody = Notifications, which name nobody
referral-all-notifications = All notifications

## notifications.html

referral-notifications = Notifications
referral-notifications-counted = { $count } in all, which name nobody
