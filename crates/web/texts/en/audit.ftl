# Texts of the auditor’s pages.

## audit_glass.html

audit-broken-glass = Broken glass
audit-audit = Audit
audit-a-post-opened-a-record = A post opened a record that was not given to it, for a reason and a time. The data protection officer reviews each.
audit-the-reasons-may-tell-of = The reasons may tell of people, so only that officer reads them.
audit-in-all-the-latest-first = { $count } in all, the latest first
audit-review = Review
audit-until = until { $until }
audit-reviewed-by = Reviewed by { $reviewed }
audit-i-have-reviewed-this = I have reviewed this<span class="govuk-visually-hidden"> ({ $reference })</span>
audit-to-be-reviewed = To be reviewed
audit-no-glass-was-broken = No glass was broken.

## audit_journal.html

audit-the-journal = The journal
audit-every-event-is-chained-to = Every event is chained to the one before, and every commit to the one before it. Verifying walks them all, and finds whatever was changed, removed, moved or added. It cannot find that a whole older state was put back: for that, <code>manumit journal verify</code> holds the journal against a checkpoint kept elsewhere.
audit-a-verification-has-been-under = A verification has been under way since { $at }. It reads every event; with a million records it takes some minutes. <a class="govuk-link" href="/audit/journal">Look again</a>.
audit-the-verification-of-could-not = The verification of { $at } could not be finished: the database did not answer. The administrator finds why in the log.
audit-whole = Whole
audit-nothing-was-found = Nothing was found
audit-not-whole = Not whole
audit-finding-count = { $count ->
    [one] { $count } finding
   *[other] { $count } findings
}
audit-verified = Verified
audit-events = Events
audit-streams = Streams
audit-commits = Commits
audit-keys = Keys
audit-checkpoints = Checkpoints
audit-the-first-of-manumit-journal = The first { $shown } of { $findings }. <code>manumit journal verify</code> lists them all.
audit-it-has-not-been-verified = It has not been verified since the service last started.
audit-verify-the-journal = Verify the journal

## audit_looks.html

audit-who-read-what = Who read what
audit-its-code = Its code
audit-as-listed = As listed
audit-its-reference = Its reference
audit-as-2026-03-27 = As 2026-03-27
audit-to = To
audit-look-count = { $count ->
    [one] { $count } look, the latest first
   *[other] { $count } looks, the latest first
}
audit-which-record = Which record
audit-what-for = What for
audit-take-the-list-as-a-file = <a class="govuk-link" href="/audit/looks.csv?{ $address }">Take the list as a file</a> (the latest 10,000 at most; that it was taken is recorded)
audit-nobody-looked-as-far-as = Nobody looked, as far as was asked.

## audit_parts.html

audit-refusals-and-sign-ins = Refusals and sign-ins
audit-unusual-reading = Unusual reading
audit-later-lines = Later lines
audit-earlier-lines = Earlier lines

## audit_trail.html

audit-lines = Lines
audit-of-what = Of what
audit-refusals = Refusals
audit-sign-ins = Sign-ins
audit-true-figures = Unprotected statistics
audit-everything = Everything
audit-refusals-latest-first = Refusals, the latest first
audit-sign-ins-latest-first = Sign-ins, the latest first
audit-true-figures-latest-first = Unprotected statistics, the latest first
audit-everything-latest-first = Everything, the latest first
audit-what-came-of-it = What came of it
audit-nobody-who-is-known = Nobody who is known
audit-refused = Refused
audit-take-the-list-as-a = <a class="govuk-link" href="/audit/trail.csv?{ $address }">Take the list as a file</a> (the latest 10,000 at most; that it was taken is recorded)
audit-none-as-far-as-was = None, as far as was asked.

## audit_unusual.html

audit-posts-that-read-at-least = Posts that read at least 20 records on one day, and more than three times the middle of what others in the same role read on a day, in the last four weeks.
audit-this-is-a-question-to = This is a question to ask, and no finding. A triage week, a training day or a review explains most of it. Nothing is stopped, marked or sent by it.
audit-to-ask-about = { $count } to ask about
audit-records = Records
audit-middle-of-others = Middle of others
audit-held-against = Held against
audit-days-of-others = { $count } days of others
audit-nobody-alone-in-the-role = nobody: alone in the role
audit-what-was-read-by-on = What was read<span class="govuk-visually-hidden"> by { $post } on { $day }</span>
audit-nothing-stands-out = Nothing stands out.
