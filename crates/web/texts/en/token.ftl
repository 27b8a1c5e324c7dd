# Texts of the tokens of other systems.

## tokens.html and token_issued.html

token-tokens = Tokens of other systems
token-with-a-token-another-system = With a token another system acts for this account, for one purpose, until a day. Whoever has the token can do what the account can; it stands on every record and every look.
token-of-this-account = Tokens of this account
token-purpose = Purpose
token-made = Made
token-holds-until = Holds until
token-end = End it<span class="govuk-visually-hidden"> ({ $purpose })</span>
token-ended = Ended on { $on }
token-over = Its time is over
token-none-yet = This account has no tokens.
token-make-one = Make a token
token-purpose-label = What is it for?
token-purpose-hint = In a few words, for example: the case system of the force.
token-days = For how many days does it hold?
token-make = Make it
token-is-made = The token is made
token-made-for = It is for: { $purpose }
token-shown-once = It is shown here once, and kept nowhere. Give it to the other system now, by a safe way.
