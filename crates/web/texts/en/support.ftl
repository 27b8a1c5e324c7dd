# Texts of requests for support.

## Said by the code.

support-decision-awaited = The reasonable grounds decision is awaited.
support-decision-none = The case ended without a decision.
support-decision-reasonable-positive = Positive reasonable grounds decision on { $on }. The conclusive grounds decision is awaited.
support-decision-reasonable-negative = Negative reasonable grounds decision on { $on }.
support-decision-conclusive-positive = Positive conclusive grounds decision on { $on }.
support-decision-conclusive-negative = Negative conclusive grounds decision on { $on }.
support-holds = Yes
support-does-not-hold = No
support-to-be-asked = To be asked
support-not-yet-decided = Not yet. Emergency support can begin if the person is destitute or at risk.
support-after-a-negative-decision = Support after a negative decision runs only for the days that the rule gives.
support-an-adult = An adult
support-a-child-is-supported-by = A child is supported by the local authority, not under the adult contract.
support-a-positive-decision = A positive reasonable grounds decision
support-own-consent = The person's own consent to support
support-own-consent-is-apart = It is apart from consent to the referral, and never depends on helping the police.
support-ends-later-of = The later of { $day } and the conclusive grounds decision
support-ends-earlier-of = The earlier of { $day } and the conclusive grounds decision
support-ends-decision-or-day = The conclusive grounds decision, or { $day } if a positive one comes sooner
support-ends-not-before = Not before { $day }; a person sets the end
support-through-somebody-else = Through somebody else
support-choose-a-reason = Choose a reason
support-choose-a-provider = Choose a provider
support-happened-asked-for = Support was asked for by the first responder
support-happened-declined = The person did not feel able to accept support at this time. The offer stays open
support-happened-could-not-begin = Support could not begin: { $reason }
support-happened-ways-checked = The ways to reach the person were gone through with them
support-happened-emergency-began = Emergency support began
support-happened-began = Support began, with { $provider }
support-happened-move-on = A decision was made. Funded support ends on { $on }
support-happened-left = Left support: { $reason }

## support.html

support-request-for-support = Request for support
support-asked-for-on-by-the = Asked for on { $requested_on } by { $from }. The referral was made in { $nation }.
support-whether-support-can-begin = Whether support can begin
support-what-support-depends-on = What support depends on
support-it-needs = It needs
support-so-far = So far
support-support-is-told-the-decision = { $decision } Support is told the decision and its day, and nothing of the case.
support-how-to-reach-the-person = How to reach the person safely
support-ways-to-reach-the-person = Ways to reach the person
support-way = Way
support-use-it = Use it?
support-what-to-know = What to know
support-safe = Safe
support-not-safe-do-not-use = Not safe: do not use
support-not-known-do-not-use = Not known: do not use
support-when = When: { $hours }
support-also-seen-by = Also seen by: { $seen_by }
support-call-as = Call as: { $disguise }
support-checked-on = Checked on { $checked_on }
support-not-checked-with-the-person = Not checked with the person yet
support-no-way-to-reach-the = No way to reach the person is recorded. Ask the first responder to bring you together.
support-go-through-the-ways-to = Go through the ways to reach the person
support-the-clock-of-support = The clock of support
support-it-starts-with-the-decision = It starts with the decision.
support-until = Until
support-counted = Counted
support-source = Source
support-certainty = certainty: { $certainty }
support-no-step-is-taken-by = No step is taken by the clock.
support-next = Next
support-begin-support = Begin support
support-provider = Provider
support-the-person-consents-to-this = The person consents to this support
support-begin-emergency-support-before-the = Begin emergency support before the decision
support-an-assessment-found-the-person = An assessment found the person destitute or at risk
support-begin-emergency-support = Begin emergency support
support-the-person-did-not-feel = The person did not feel able to accept support at this time
support-the-offer-stays-open-say = The offer stays open. Say so to the person, in their language, and how they can come back to it.
support-support-cannot-begin-for-another = Support cannot begin, for another reason
support-why = Why
support-plan-the-move-out-of = Plan the move out of funded support
support-funded-support-ends-because-a = Funded support ends because a decision was made. Leave the day as it is to follow the rule of the nation; give a later one where more was agreed.
support-funded-support-ends-on = Funded support ends on
support-begin-the-plan = Begin the plan
support-the-person-leaves-support = The person leaves support
support-how = How
support-risk-and-how-the-person = Risk, and how the person stays safe from here on
support-social-care-needs-too-it = Social care needs too. It is encrypted, and only support can read it.

## support_contact.html

support-what-is-not-known-to = What is not known to be safe is not used. Messages name no service and no reason.
support-go-through-each-way-with = Go through each way with the person. To take one out, empty its number or address.
support-way-2 = Way { $row }
support-which = Which
support-a-telephone-call-a-text = A telephone call, a text message, email, post, in person, through somebody
support-number-address-or-name = Number, address or name
support-is-it-safe = Is it safe?
support-safe-yes = Yes
support-safe-no = No
support-not-known = Not known
support-at-which-hours = At which hours
support-who-else-can-see-or = Who else can see or answer it
support-as-whom-to-call-if = As whom to call, if agreed
support-what-else-to-know = What else to know

## support_list.html

support-requests-for-support = Requests for support
support-nobody-waits-for-an-offer = Nobody waits for an offer of support.
support-count = { $count ->
    [one] { $count } request with your organisation
   *[other] { $count } requests with your organisation
}
