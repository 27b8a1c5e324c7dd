# Texts of signing in, and taking up an invitation.

## invitation.html

sign-in-take-up-your-account = Take up your account
sign-in-has-invited-you-as = { $organisation } has invited you as: { $role }.
sign-in-choose-a-password = Choose a password
sign-in-show = Show
sign-in-hide = Hide
sign-in-show-password = Show password
sign-in-hide-password = Hide password
sign-in-password-shown = Your password is visible
sign-in-password-hidden = Your password is hidden
sign-in-password = Password
sign-in-at-least-12-characters-three = At least 12 characters. Three random words are good.
sign-in-connect-an-app-for-codes = Connect an app for codes
sign-in-open-an-app-that-makes = Open an app that makes sign-in codes, add an account by hand, and type this key. It is shown here only.
sign-in-the-six-figures-that-the = The six figures that the app shows now.
sign-in-take-up-the-account = Take up the account

## sign_in.html

sign-in-demonstration-accounts = Demonstration accounts
sign-in-everything-here-is-made-up = Everything here is made up. Choose whose desk to sit at.
sign-in-with-a-password = With a password
sign-in-with-your-account-of-another = With your account of another body
sign-in-with = Sign in with { $body }
sign-in-email-address = Email address
sign-in-the-six-figures-that-your = The six figures that your app shows now.
sign-in-you-are-signed-out-after = You are signed out after 30 minutes without a click, and after 12 hours. What you saved is kept.
