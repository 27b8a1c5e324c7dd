# NOT MADE BY A TRANSLATOR. These texts are a draft and need a translator’s review before use.
# DRAFFT: heb ei adolygu gan gyfieithydd. Rhaid i gyfieithydd adolygu’r testunau hyn cyn eu defnyddio.
#
# Texts of duties.

## duties.html

duty-count = { $count ->
    [two] { $count } ddyletswydd, y cynharaf ei dyddiad gyntaf
   *[other] { $count } dyletswydd, y cynharaf ei dyddiad gyntaf
}
duty-nothing-waits-for-you = Nid oes dim yn aros amdanoch.
duty-missed-count = { $count } wedi’u methu yn eich sefydliad
duty-missed-in-your-organisation = Wedi’u methu yn eich sefydliad
