# Texts of duties.

## duties.html

duty-count = { $count ->
    [one] { $count } duty, the earliest due first
   *[other] { $count } duties, the earliest due first
}
duty-nothing-waits-for-you = Nothing waits for you.
duty-missed-count = { $count } missed in your organisation
duty-missed-in-your-organisation = Missed in your organisation
