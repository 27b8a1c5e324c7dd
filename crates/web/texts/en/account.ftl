# Texts of accounts and invitations.

## Said by the code.

account-state-invited = Invited
account-state-open = Open
account-state-suspended = Suspended
account-state-closed = Closed
account-choose-a-role = Choose a role

## account_invite.html

account-invite-somebody = Invite somebody
account-accounts = Accounts
account-for-another-organisation-invite-its = For another organisation, invite its lead; the lead invites the others.
account-to = To { $organisation_name }.
account-organisation-hint = Its code, as the <a class="govuk-link" href="/law">list of organisations in force</a> has it
account-email-address-at-work = Email address at work
account-they-sign-in-with-it = They sign in with it. Nothing is sent to it.
account-for-example-caseworker-07-it = For example caseworker-07. It stands on every record, so it is no person's name.
account-role = Role
account-leads-the-organisation-2 = Leads the organisation
account-confirms-its-accounts-and-sees = Confirms its accounts, and sees the duties it has missed
account-make-the-invitation = Make the invitation

## account_invited.html

account-invitation = Invitation
account-an-invitation-for = An invitation for { $name }
account-this-link-is-shown-once = This link is shown once. Whoever has it can take up the account.
account-copy-it-after-the-address = Copy it after the address of this site, and give it to { $name } in person or by a way you trust. It can be used once, in the next 72 hours.
account-back-to-the-accounts = Back to the accounts

## accounts.html

account-an-account-is-a-person = An account is a person at a post. An organisation confirms its own: its lead invites, suspends and closes them. Closing is for good; what was done with the account stays recorded.
account-count = { $count ->
    [one] { $count } account
   *[other] { $count } accounts
}
account-post-and-role = Post and role
account-change = Change
account-leads-the-organisation = , leads the organisation
account-since = since { $changed }
account-suspend = Suspend<span class="govuk-visually-hidden"> the account of { $name }</span>
account-reopen = Reopen<span class="govuk-visually-hidden"> the account of { $name }</span>
account-close = Close<span class="govuk-visually-hidden"> the account of { $name }</span>
account-tokens = Tokens<span class="govuk-visually-hidden"> of { $name }</span>
