# Texts of notices to the police, and reports from the public as the force reads them.

## Said by the code.

notice-choose-a-force = Choose a force
notice-area-of = Area of { $force }, { $region }
notice-overseas-in = Overseas: { $country }
notice-overseas = Overseas
notice-made-from-the-referral = The notice was made from the referral
notice-made-from-the-notification = The notice was made from the notification
notice-acknowledged-by = { $force } acknowledged it with the crime reference { $reference }
notice-passed-to = Passed to { $force }
notice-acknowledged = Acknowledged with the crime reference { $reference }
notice-report-received-for = Received, for { $force }
notice-report-passed-on-to = Passed on to { $force }

## notice.html

notice-notice-to-the-police = Notice to the police
notice-notices = Notices
notice-in-danger-now = In danger now
notice-willing-to-be-contacted = Willing to be contacted
notice-do-not-contact-the-person = Do not contact the person
notice-the-person-is-willing-to = The person is willing to be contacted by the police. Ask the first responder or the support provider which ways are safe before you use any.
notice-the-person-does-not-want = The person does not want to be contacted by the police. If you need something from them, ask the support provider or the first responder, who will ask the person.
notice-whether-the-person-is-willing = Whether the person is willing is not known ({ $why_unknown }). Until it is, reach them only through the support provider or the first responder.
notice-being-told-of-a-referral = Being told of a referral and being allowed to contact the person are two things. This notice is the first.
notice-nobody-is-named = Nobody is named, and nobody is to be looked for
notice-an-adult-did-not-agree = An adult did not agree to be referred, and the public authority that met them had the duty to notify. Use this notice to find the exploiters. Do not use it to find out who the person is.
notice-no-answer-is-owed = Your force owes no answer to it.
notice-notification = Notification
notice-the-force-told-already = Told already, the first responder says
notice-what-it-says = What it says
notice-where-exploitation-took-place = Where exploitation took place
notice-not-recorded = Not recorded
notice-kinds-of-exploitation = Kinds of exploitation
notice-made-in = Made in
notice-by = By
notice-why-it-is-sent = Why it is sent
notice-under-the-rule = Under the rule
notice-a-notice-holds-no-name = A notice holds no name, no account and no address. What else a crime record needs is asked of the competent authority.
notice-pass-it-to-a-force = Pass it to a force
notice-without-an-immediate-threat-a = Without an immediate threat a notice is passed after the reasonable grounds decision. There is none yet.
notice-force = Force
notice-the-force-of-the-place = The force of the place of exploitation. If that is overseas or not known, the force of the place where the person stays.
notice-the-force-of-the-place-alone = The force of the place of exploitation. If that is not known, your own judgement of the place where the person was met.
notice-force-also = And force
notice-if-in-several = If exploitation took place in several areas. Each force is told. Leave it empty if there is no other.
notice-day-on-which-it-is = Day on which it is passed
notice-pass-it-to-this-force = Pass it on
notice-acknowledge-it = Acknowledge it
notice-crime-reference = Crime reference
notice-as-your-forces-own-system = As your force's own system gives it. No name.
notice-acknowledge = Acknowledge

## notices.html

notice-notices-to-the-police = Notices to the police
notice-nothing-waits-to-be-acknowledged = Nothing waits to be acknowledged.
notice-nothing-waits-to-be-passed = Nothing waits to be passed on.
notice-count-received = { $count ->
    [one] { $count } notice passed to your force
   *[other] { $count } notices passed to your force
}
notice-count-to-pass = { $count ->
    [one] { $count } notice that your authority passes on
   *[other] { $count } notices that your authority passes on
}
notice-notices-passed-to-your-force = Notices passed to your force
notice-reports-from-the-public = Reports from the public

## report.html

notice-report-from-the-public = Report from the public
notice-not-said = Not said.
notice-report-from-the-public-with = Report from the public, with { $force }
notice-somebody-may-be-in-danger = Somebody may be in danger now
notice-to-be-looked-at = To be looked at
notice-what-somebody-saw-or-heard = What somebody saw or heard, in their own words. It is not checked, and nobody named in it has been found to be a victim or an offender.
notice-what-was-told-was-erased = What was told was erased.
notice-what-they-saw-or-heard = What they saw or heard
notice-people-vehicles-businesses = People, vehicles, businesses
notice-how-to-reach-the-sender = How to reach the sender
notice-use-it-only-to-ask = Use it only to ask about this report, and say nothing of it to anybody else who answers.
notice-say-what-comes-of-it = Say what comes of it
notice-what-comes-of-it = What comes of it
notice-why-and-the-reference-of = Why, and the reference of the record made
notice-or-pass-it-on = Or pass it on
notice-if-the-place-is-another = If the place is another force's. Your force can then no longer read it.
notice-pass-it-on = Pass it on
