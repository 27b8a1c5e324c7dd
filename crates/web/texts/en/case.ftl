# Texts of cases, as the competent authority works on them.

## Said by the code.

case-tag-immediate-threat = Immediate threat
case-tag-near-18 = Near 18
case-tag-suspended = Suspended
case-outcome-positive = positive
case-outcome-negative = negative
case-body-support-provider = Support provider
case-body-police = Police
case-body-first-responder = First responder
case-body-local-authority = Local authority
case-body-other = Other body
case-happened-opened = Referral received from { $from }
case-happened-screening-passed = Screening passed; { $authority } decides
case-happened-screening-failed = Sent back: not valid as a referral
case-happened-merge-proposed = Proposed as a duplicate of another case
case-happened-undo-proposed = Proposed to undo the merge
case-happened-merge-declined = The second person did not agree: nothing was merged or undone
case-happened-merged = Confirmed by two people as a duplicate, and merged
case-happened-merge-undone = Merge undone by two people
case-happened-enquiry-sent = Enquiry sent: { $body }, to answer by { $due }
case-happened-enquiry-answered = Enquiry answered
case-happened-enquiry-lapsed = No answer to the enquiry in time
case-happened-negative-proposed = Negative { $stage } decision proposed
case-happened-second-look-agreed = Second look: agreed with the negative { $stage } decision
case-happened-second-look-returned = Second look: returned the negative { $stage } decision
case-happened-panel-agreed = Assurance panel: agreed with the negative { $stage } decision
case-happened-panel-returned = Assurance panel: returned the negative { $stage } decision
case-happened-reasonable-grounds = Reasonable grounds decision: { $outcome }
case-happened-conclusive-grounds = Conclusive grounds decision: { $outcome }
case-happened-both-decided = Both decisions by a devolved panel: { $outcome }
case-happened-suspended = Suspended: { $why }. Looked at again on { $on }
case-happened-resumed = Resumed
case-happened-withdrawn = Withdrawn: { $why }
case-happened-handed-over = Handed over to { $authority }
case-happened-given = Given to { $to }
case-happened-kept-away = Kept away: { $post }, { $organisation }
case-happened-corrected = Corrected: { $what }
case-happened-assessed-child = Age assessed: a child
case-happened-assessed-adult = Age assessed: an adult
case-happened-turned-eighteen = Turned eighteen
case-happened-reconsideration-requested = Reconsideration requested: { $ground }
case-happened-reconsideration-accepted = The { $stage } decision is looked at again
case-happened-reconsideration-refused = Will not be looked at again
case-happened-disqualification-considered = Disqualification considered; the person was told and asked
case-happened-disqualification-applied = Disqualification applied: { $ground }
case-happened-disqualification-not-applied = Disqualification considered and not applied
case-happened-disqualification-lifted = Disqualification lifted
case-step-pass-screening = Pass screening
case-button-pass-screening = Pass screening
case-step-fail-screening = Send the referral back
case-button-fail-screening = Send it back
case-step-propose-merge = Look for duplicates
case-button-propose-merge = Propose to merge
case-step-propose-undo = Propose to undo the merge
case-button-propose-undo = Propose to undo it
case-step-answer-merge = Answer as the second person
case-button-answer-merge = Record the answer
case-step-allocate = Give the case to somebody
case-button-allocate = Give the case
case-step-reasonable-grounds = Decide on reasonable grounds
case-button-reasonable-grounds = Record the decision
case-step-conclusive-grounds = Decide on conclusive grounds
case-button-conclusive-grounds = Record the decision
case-step-issue-negative = Issue the negative decision
case-button-issue-negative = Issue the decision
case-step-review-negative = Take the second look
case-button-review-negative = Record the second look
case-step-send-enquiry = Ask another body
case-button-send-enquiry = Send the enquiry
case-step-answer-enquiry = Record an answer to an enquiry
case-button-answer-enquiry = Record the answer
case-step-lapse-enquiry = Record that no answer came
case-button-lapse-enquiry = Record that none came
case-step-suspend = Suspend the case
case-button-suspend = Suspend
case-step-resume = Resume the case
case-button-resume = Resume
case-step-assess-age = Record an age assessment
case-button-assess-age = Record the assessment
case-step-turn-eighteen = Record the eighteenth birthday
case-button-turn-eighteen = Record the birthday
case-step-correct-fact = Correct the record
case-button-correct-fact = Record the correction
case-step-withdraw = Withdraw the case
case-button-withdraw = Withdraw
case-step-request-reconsideration = Record a request for reconsideration
case-button-request-reconsideration = Record the request
case-step-accept-reconsideration = Agree to look again
case-button-accept-reconsideration = Agree to look again
case-step-refuse-reconsideration = Decline to look again
case-button-refuse-reconsideration = Decline
case-step-consider-disqualification = Consider disqualification
case-button-consider-disqualification = Record that it is considered
case-step-apply-disqualification = Apply disqualification
case-button-apply-disqualification = Apply
case-step-decline-disqualification = Do not apply disqualification
case-button-decline-disqualification = Record that it is not applied
case-step-lift-disqualification = Lift the disqualification
case-button-lift-disqualification = Lift
case-step-reallocate = Hand over to another authority
case-button-reallocate = Hand over
case-step-exclude-post = Keep somebody away
case-button-exclude-post = Keep away
case-treated-as = Treated as
case-sex = Sex
case-nationality = Nationality
case-found-in = Found in
case-exploited-in = Exploited in
case-types-of-exploitation = Types of exploitation
case-referred-by = Referred by
case-nation = Nation
case-authority = Authority
case-hosted-by = Caseworkers hosted by
case-looked-at-again-on = Looked at again on
case-reconsideration = Reconsideration
case-disqualification = Disqualification
case-proposed-negative = Proposed negative
case-no-region-recorded = No region recorded
case-nobody-yet = Nobody yet
case-suspended-since = { $why }, since { $since }
case-proposal-waits = On { $stage }: waits for a second look
case-proposal-agreed = On { $stage }: agreed by the second look, not issued yet
case-proposal-returned = On { $stage }: returned by the second look
case-duty-set-by-a-person = Set by a person
case-duty-by-the-rule = By the rule { $rule }
case-enquiry-open = Open
case-enquiry-answered = Answered
case-enquiry-lapsed = No answer in time
case-read-the-reasons = Read the reasons
case-read-what-was-asked = Read what was asked or answered
case-read-the-note = Read the note
case-waiting-decision = Every case that waits
case-waiting-screening = Waits for screening
case-waiting-reasonable-grounds = Waits for reasonable grounds
case-waiting-conclusive-grounds = Waits for conclusive grounds
case-waiting-second-look = Waits for a second look
case-waiting-merge = Waits for a second person about a merge
case-waiting-reconsideration = Reconsideration asked for
case-waiting-nothing = All, the latest first
case-letter-to-named = Whoever the person named to receive the decision
case-form-why-not-valid = Why it is not valid, and how to make it valid
case-form-why-another-person = Why it was another person after all
case-form-do-you-agree = Do you agree?
case-form-i-agree = Yes
case-form-no-nothing-changes = No: nothing changes
case-form-reasons-as-issued = The reasons, as they are issued
case-form-your-view = What is your view?
case-form-agree-with-negative = I agree with the negative decision
case-form-return-it = I return it
case-form-your-points = Your points
case-form-your-points-hint = What you looked at, and what has to be answered.
case-form-the-answer = The answer
case-form-the-answer-hint = Say how it came, and from which post.
case-form-when-looked-at-again = When is it looked at again?
case-form-what-was-tried = What was tried to reach the person
case-form-when-was-it = When was it?
case-form-where-known-from = Where this is known from
case-form-where-known-from-hint = No case is closed for want of an answer unless contact was really made. Say when, and by whom.
case-form-what-was-found = What was found?
case-form-a-child = A child
case-form-an-adult = An adult
case-form-what-was-found-hint = The local authority assesses. Nothing is concluded from looks, behaviour, bones or teeth.
case-form-when-assessed = When was it assessed?
case-form-who-assessed = Who assessed it, and how
case-form-the-birthday = The birthday
case-form-which-ground = On which ground?
case-form-the-request = The request
case-form-the-request-hint = In the words of whoever asked. Say who it was.
case-form-exceptional-reason = The exceptional reason, if it comes late or again
case-form-leave-empty = Leave this empty otherwise.
case-form-individual-assessment = The individual assessment
case-form-individual-assessment-hint = Include the risk of being trafficked again, and whether the person was compelled.
case-form-what-was-put = What was put to the person, and when
case-form-whom = Whom
case-form-keep-away-hint = For example: they know the person, share an employer with a suspect, or acted as first responder.
case-form-age = Age
case-form-age-checked = I checked the age group against the date of birth
case-form-age-hint = Who may be a child is treated as a child.
case-form-duplicates = Duplicates
case-form-duplicates-checked = I looked for another case of the same person
case-form-immigration = Is an asylum or immigration matter linked?
case-form-there-is = Yes
case-form-there-is-not = No
case-form-which-authority = Which authority decides?
case-form-which-goes-on = Which case goes on?
case-form-which-goes-on-hint = Nothing changes until a second person has answered, and a merge can always be undone.
case-form-one-person = What speaks for it being one person
case-form-to-whom = To whom
case-form-to-whom-hint = The decision, the second look and reconsideration each have a post of their own. A post that is kept away is not listed.
case-form-act = Act
case-form-act-hint = Recruiting, moving, harbouring or receiving the person. Not needed for slavery, servitude, and forced or compulsory labour.
case-form-act-reasons = Reasons about the act
case-form-means = Means
case-form-means-hint = Threat, force, coercion, abduction, fraud, deception, abuse of power or of a position of vulnerability.
case-form-means-reasons = Reasons about the means
case-form-purpose = Purpose
case-form-purpose-hint = Exploitation, or the intention to exploit.
case-form-purpose-reasons = Reasons about the purpose
case-form-not-met-hint = What was told does not hold it. The decision is counted as outside the definition.
case-form-not-shown-hint = There is not enough information to find it. The decision is counted as short of information.
case-form-reasons-whole = The reasons as a whole
case-form-reasons-whole-hint = What was weighed and how. Gaps, late disclosure and change have reasons: fear, trauma, control, the interpreter, memory.
case-form-the-decision = The decision
case-form-positive = Positive
case-form-negative = Negative
case-form-negative-hint = It is proposed first. Somebody else takes a second look before it is issued.
case-form-whom-do-you-ask = Whom do you ask?
case-form-the-question = The question
case-form-the-question-hint = They see this question and nothing else of the case. Say whom it is about only as far as they need it.
case-form-until-when = Until when?
case-form-until-when-hint = No negative decision is possible while there is still time to answer.
case-form-which-enquiry = Which enquiry?
case-form-which-takes-over = Which authority takes it over?
case-form-by-which-rule = By which rule of both remits, and why
case-form-by-which-rule-hint = Nobody here can open the case afterwards. The person and the first responder are told.
case-form-recorded-wrongly = What was recorded wrongly?
case-form-what-is-right = What is right?
case-form-nationality-established = The nationality that was established
case-form-nationality-hint = It is added beside what was claimed; nothing is taken out.
case-form-which-types = Which types are right?
case-form-where-found = Where was the person found?
case-form-where-exploited = Where was the person exploited?
case-form-how-known = How this is known
case-form-correct-found = Where the person was found
case-form-correct-exploited = Where the person was exploited
case-form-why-sent-back-hint = This goes back to whoever sent it. Say nothing that the person has not said to them.
case-evidence-same = { $what }: the same
case-evidence-differs = { $what }: differs
case-evidence-not-known = { $what }: not known of both
case-form-candidate = { $reference }, received { $received }, { $stage }
case-form-first-responder = First responder: { $name }
case-form-support-provider = Support provider: { $name }
case-form-local-authority = Local authority: { $name }
case-form-police = Police: { $name }
case-form-other = Other: { $name }
case-form-open-enquiry = { $body }: { $whom }, to answer by { $due }

## cases_break_glass.html

case-open-a-case-that-was = Open a case that was not given to you
case-cases = Cases
case-this-breaks-the-glass-for = This breaks the glass: for { $hours } hours you can look at the case, and take no step on it.
case-the-data-protection-officer-is = The data protection officer is told, and reads your reason. The person may be told who looked.
case-reference-of-the-case = Reference of the case
case-why-you-must-see-it = Why you must see it now
case-for-example-out-of-hours = For example: out of hours, a removal is planned today and nobody who has the case can be reached.
case-i-understand-that-this-is = I understand that this is reviewed on the next working day
case-open-the-case = Open the case

## cases_file.html

case-named = Case { $reference }
case-recorded = Recorded: { $done }.
case-you-opened-this-case-by = You opened this case by breaking the glass. The data protection officer reads your reason.
case-merged-into = Merged into <a class="govuk-link" href="/cases/{ $merged_into }">{ $merged_into }</a>.
case-duties = Duties
case-who-owes-it = Who owes it
case-nothing-is-owed-on-this = Nothing is owed on this case.
case-the-person = The person
case-read-the-account = Read the account
case-it-may-be-distressing-reading = It may be distressing. Reading it is recorded.
case-the-case = The case
case-decisions = Decisions
case-stage = Stage
case-decision = Decision
case-made = Made
case-test = Test: { $test }
case-enquiries = Enquiries
case-enquiries-to-other-bodies = Enquiries to other bodies
case-whom = Whom
case-to-answer-by = To answer by
case-what-you-can-do = What you can do
case-less-often = Less often
case-nothing-now-you-can-look = Nothing now. You can look at the case.

## cases_found.html

case-search-by-name = Search by name
case-cases-with-this-name = Cases with this name
case-searched-for = Searched for: <strong>{ $name }</strong>
case-cases-found = Cases found
case-found = { $count } found
case-case = Case
case-no-case-of-your-authority = No case of your authority has exactly this name. Spelling matters; letter case, accents and punctuation do not.

## cases_letter.html

case-letter-2 = Letter
case-where-it-goes = Where it goes
case-letter-to = To
case-to-pass-on-when-it = , to pass on when it is safe
case-letter-at = At
case-conditions = Conditions
case-there-is-a-safe-way = There is a safe way. Your role is not shown it: triage prints and sends this letter.
case-use-a-plain-envelope-or = Use a plain envelope or a neutral subject line: no sender, no topic.
case-no-written-way-to-reach = No written way to reach the person is known to be safe. Do not send this to an address of the person.
case-never-send-this-to-the = Never send this to the child's own address or phone.
case-to-print-it-use-your = To print it, use your browser. Only what is below is printed.

## cases_parts.html

case-recorded-by = { $on }. Recorded { $recorded } by { $by }
case-letter = Letter<span class="govuk-visually-hidden">: { $what }</span>

## cases_queue.html

case-find-by-reference = Find by reference
case-for-example-cas-26-2345678 = For example, CAS-26-2345678-K
case-find = Find
case-find-by-name = Find by name
case-the-whole-name-or-another = The whole name, or another name. Every search is recorded.
case-search = Search
case-only-missed = Only missed
case-count-earliest-first = { $count ->
    [one] { $count } case, the earliest due first
   *[other] { $count } cases, the earliest due first
}
case-count = { $count ->
    [one] { $count } case
   *[other] { $count } cases
}
case-given-to = Given to
case-nothing-due = Nothing due
case-received = Received { $received }
case-no-cases-here = No cases here
case-nothing-in-your-reach-waits = Nothing in your reach waits in this way.
case-the-order-is-the-due = The order is the due date. Tags are published facts, not a rank: no case has a score.

## cases_step.html

case-side-by-side = Side by side
case-this-case = This case
case-other-names = Other names
case-none-recorded = None recorded
case-date-of-birth = Date of birth
case-for-and-against = For and against
case-no-other-case-of-your = No other case of your authority has the same name, another name, or date of birth.
case-the-case-changed-while-you = The case changed while you were writing
case-nothing-of-yours-was-recorded = Nothing of yours was recorded.
case-read-what-changed-if-your = Read what changed. If your step still stands, send it again: what you wrote is kept below.
case-your-step-is-no-longer = Your step is no longer possible. What you wrote is below, to copy.
case-what-changed = What changed
case-the-test-in-force-today = The test in force today: <strong>{ $test }</strong>.
case-the-person-is-treated-as = The person is treated as a child: means are not needed.
case-recovery-lasts-until = The recovery period lasts until { $until }: conclusive grounds are decided from that day on.
case-what-you-wrote = What you wrote

## cases_words.html

case-what-was-written = What was written
case-the-account = The account
case-an-account-may-be-distressing = An account may be distressing. Stop when you need to, and speak with your lead.
case-that-you-read-this-is = { $on }, { $by }. That you read this is recorded.
