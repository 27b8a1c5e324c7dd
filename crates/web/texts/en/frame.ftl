# Texts of the frame of every page, what several subjects say, and the pages that say no.

## Said by the code.

frame-error = Error
frame-day-and-time = { $day } at { $time }
frame-statistics = Statistics
frame-more-than-counted = more than 1,000

## account_invite.html

frame-error-first = Error:
frame-organisation = Organisation
frame-name = Name
frame-post = Post

## account_invited.html

frame-important = Important

## accounts.html

frame-state = State

## audit_glass.html

frame-when = When
frame-who = Who
frame-record = Record

## audit_looks.html

frame-from = From
frame-show = Show

## audit_parts.html

frame-pages = Pages

## audit_trail.html

frame-what = What

## audit_unusual.html

frame-day-2 = Day

## cases_break_glass.html

frame-there-is-a-problem = There is a problem

## cases_file.html

frame-success = Success
frame-due = Due
frame-missed = Missed
frame-what-happened = What happened

## cases_found.html

frame-received = Received

## cases_parts.html

frame-day = Day
frame-month = Month
frame-year = Year

## cases_step.html

frame-continue = Continue

## desk_parts.html

frame-reference = Reference
frame-came-in = Came in
frame-last-changed = Last changed

## draft_discard.html

frame-keep-it = Keep it

## draft_row.html

frame-back = Back

## drafts.html

frame-referral = Referral

## duties.html

frame-my-duties = My duties
frame-none = None.

## invitation.html

frame-code = Code

## law.html

frame-where = Where
frame-rule = Rule

## layout.html

frame-skip-to-main-content = Skip to main content
frame-synthetic-data-every-person-and = <strong>Synthetic data.</strong> Every person and every record here is made up.
frame-service-information = Service information
frame-menu = Menu
frame-report-a-worry = Report a worry
frame-questions = Questions
frame-sign-in = Sign in
frame-sign-out = Sign out
frame-unreviewed = Draft: not yet reviewed by a translator
frame-language = Language
frame-the-law-in-force = The law in force
frame-manumit-is-open-source-it = Manumit is open source. It is not GOV.UK, and speaks for no authority.

## not_found.html

frame-page-not-found = Page not found
frame-if-you-typed-the-address = If you typed the address, check that it is right. If you pasted it, check that you copied all of it.
frame-if-you-expected-to-see = If you expected to see a record here, ask the organisation that owns it for access.

## notice.html

frame-child = Child

## notices.html

frame-waiting-count = { $count } waiting, the earliest due first

## parts.html

frame-previous-page = Previous page
frame-next-page = Next page
frame-page-of = { $this } of { $all }
frame-today = Today
frame-from-day = From { $day }
frame-as-soon-as-possible = As soon as possible
frame-after-the-first-decision = After the reasonable grounds decision
frame-since = Since
frame-for = { $what }<span class="govuk-visually-hidden"> for { $reference }</span>

## referral.html

frame-support = Support

## refused.html

frame-this-cannot-be-done = This cannot be done

## report.html

frame-record-it = Record it

## start.html

frame-refer-somebody-who-may-be = Refer somebody who may be a victim of modern slavery
frame-if-somebody-is-in-danger = If somebody is in danger now, call <strong>999</strong>.
frame-first-responders-refer-an-adult = First responders refer an adult with their consent, and a child without it. This service is for their organisations, and for those who decide, support and investigate.
frame-before-you-speak-with-the = Before you speak with the person
frame-read-the-questions-print-them = <a class="govuk-link" href="/questions">Read the questions</a>, print them, or take the spreadsheet with you. You will never be made to ask everything: a reason why there is no answer is an answer too.
