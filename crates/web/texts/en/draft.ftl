# Texts of a referral while it is written.

## Said by the code.

draft-status-cannot-start-yet = Cannot start yet
draft-status-not-started = Not started
draft-status-in-progress = In progress
draft-status-completed = Completed
draft-answer-none = None
draft-number = number { $number }
draft-file-taken-in = File taken in

## draft.html

draft-all-drafts = All drafts
draft-your-reference = Your reference: { $own_reference }
draft-notify-that-you-met-an = Notify that you met an adult who does not agree
draft-the-person-does-not-agree = The person does not agree to be referred. The duty to notify is met without anything that identifies them: nothing you are asked here can name them.
draft-completed = You have completed { $done } of { $count } tasks. Saved { $saved }.
draft-completed-by = You have completed { $done } of { $count } tasks. Saved { $saved }, by { $by }.
draft-check-your-answers = Check your answers
draft-with-your-organisation = With your organisation
draft-to-be-checked = To be checked
draft-a-supervisor-was-asked-to = A supervisor was asked to look at this draft.
draft-checked = Checked
draft-a-supervisor-has-looked-at = A supervisor has looked at this draft and agreed to it.
draft-agree-to-it-as-it = Agree to it as it is
draft-ask-a-supervisor-to-check = Ask a supervisor to check it
draft-begin-another-for-somebody-found = Begin another, for somebody found together with this person
draft-throw-this-draft-away = Throw this draft away
draft-questions-of-version-to-take = Questions of version { $version }. To take along: <a class="govuk-link" href="/questions/uk-nrm/{ $version }">all questions, to print</a>.

## draft_check.html

draft-back-to-the-tasks = Back to the tasks
draft-it-was-not-sent = It was not sent
draft-before-it-can-be-sent = Before it can be sent:
draft-not-provided = Not provided
draft-change = Change<span class="govuk-visually-hidden"> { $ask }</span>
draft-send-the-notification = Send the notification
draft-it-names-nobody-it-is = It names nobody. It is counted, and passed to the police force without anything that identifies the person.
draft-send-the-referral = Send the referral
draft-it-goes-to-the-competent = It goes to the competent authority, which decides. The police are sent a notice; whether they contact the person is the person's choice. If support is wanted, the support provider is asked now, with a safe contact and nothing of the account.
draft-a-supervisor-was-asked-to-check = A supervisor was asked to check this and has not agreed yet.
draft-warning = Warning

## draft_discard.html

draft-throw-this-draft-away-2 = Throw this draft away?
draft-every-answer-and-every-file = Every answer and every file in it is deleted, for everybody in your organisation. This cannot be undone.
draft-throw-it-away = Throw it away

## draft_page.html

draft-save-and-continue = Save and continue
draft-save-and-come-back-later = Save and come back later

## draft_row.html

draft-save = Save

## draft_rows.html

draft-change-row = Change<span class="govuk-visually-hidden"> { $one } { $number }</span>
draft-remove-row = Remove<span class="govuk-visually-hidden"> { $one } { $number }</span>
draft-add-another = Add another { $one }
draft-add = Add a { $one }
draft-there-is-none = There is none
draft-why-none-optional = If you add none, why? (optional)
draft-why-none = If you add none, why?

## drafts.html

draft-refer-somebody = Refer somebody
draft-if-somebody-is-in-danger = If somebody is in danger now, call <strong>999</strong> first.
draft-a-referral-has-up-to = A referral has up to 12 tasks, in any order after age and consent. What you save is kept here, for you and your organisation. Where there is no answer, say why: that is an answer too.
draft-an-adult-who-does-not = An adult who does not agree is notified without a name. Begin here as well: the questions lead there.
draft-begin-a-referral = Begin a referral
draft-not-sent-yet-in-your = Not sent yet, in your organisation
draft-begun-by = Begun by
draft-saved = Saved
draft-stands = Stands
draft-begun-on = Begun { $on }
draft-you = You
draft-draft = Draft

## question.html

draft-no-answer = No answer?<span class="govuk-visually-hidden"> { $ask }</span>
draft-why-there-is-none = Why there is none<span class="govuk-visually-hidden"> ({ $ask })</span>
draft-optional = { $ask } (optional)
draft-or = or
draft-choose = Choose
draft-for-example-27-3-2026 = For example, 27 3 2026
draft-a-file-was-taken-in = A file was taken in. Choose another to put in its place.
