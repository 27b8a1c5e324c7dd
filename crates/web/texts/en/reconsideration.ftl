# Texts of asking to look again at a decision.

## reconsideration.html

reconsideration-ask = Ask to look at the decision again
reconsideration-the-decision-of = The decision of { $on } is negative.
reconsideration-you-ask-for-the-person = You ask for the person, and with their agreement. The competent authority reads what you write here, and answers it; somebody else than the maker of the decision looks at it.
reconsideration-until = Ask until { $until }.
reconsideration-time-ended = The time to ask ended on { $until }. It can still be asked for an exceptional reason.
reconsideration-why = Why should it be looked at again?
reconsideration-ground-new-evidence = There is something new
reconsideration-ground-guidance = The decision did not follow the guidance
reconsideration-what-is-new = What is new, or what did not follow the guidance?
reconsideration-what-is-new-hint = Name each document. Send the files with the referral, under “Evidence”.
reconsideration-why-late = Why it comes late, or again (if it does)
reconsideration-why-late-hint = Leave this empty if you ask in time and for the first time.
reconsideration-send = Send the request
