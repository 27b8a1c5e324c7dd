# Texts of the law in force.

## Said by the code.

law-provider-prime = prime
law-provider-subcontractor = subcontractor
law-provider-direct = funded directly
law-provider-guardian = guardian
law-provider-statutory = duty by law

## law.html

law-the-law-in-force-on = The law in force on { $on }
law-that-is-not-a-day = That is not a day of the calendar. Today is shown instead.
law-the-law-as-the-platform = The law as the platform holds it
law-in-force-on = In force on { $on }
law-a-rule-is-chosen-by = A rule is chosen by the day of the event it is anchored to: a decision, a receipt. It is never today by itself. The sources were last read on { $known_until }.
law-another-day = Another day
law-show-that-day = Show that day
law-types-of-exploitation = <strong>{ $title }.</strong> Types of exploitation: { $scheme }.
law-the-mechanism-had-not-begun = The mechanism had not begun.
law-organisations = Organisations
law-competent-authorities = Competent authorities
law-what-it-decides = What it decides
law-first-responder-organisations = First responder organisations
law-support-providers = Support providers
law-where-and-as-what = Where, and as what
law-police-forces-and-agencies = Police forces and agencies
law-questions-and-lists = Questions and lists
law-version-in-force-from = <a class="govuk-link" href="/questions/{ $id }/{ $version }">{ $title }, version { $version }</a>, in force from { $from }
law-no-question-set-of-this = No question set of this platform was in force. Referrals of that time come from files.
law-types-of-exploitation-scheme = Types of exploitation, scheme { $scheme } ({ $count })
law-rules-in-force-a-wide = Rules in force, a wide table
law-rules = { $count } rules
law-where-for-whom = Where, for whom
law-says = Says
law-in-force = In force
law-sources = Sources
law-from-to = From { $from } to { $to }
law-from = From { $from }
