# Texts of the team and its backlog.

## team.html

team-open = Open
team-earliest = Earliest
team-no-day-set = No day set
team-team = Team
team-open-duties-by-kind = Open duties by kind
team-your-organisation-owes-nothing = Your organisation owes nothing.
team-open-duties-by-post-of = Open duties by post, of cases that were given to somebody
team-backlog = Backlog
team-the-cases-that-waited-on = The cases that waited on one day are frozen as a cohort, and followed to today. Later cases are not in it, so the line can only go down.
team-waited-as = Waited as
team-frozen-at-the-end-of = Frozen at the end of
team-follow = Follow
team-cohort-waited = { $count ->
    [one] { $count } case waited at the end of { $on }: { $stage }
   *[other] { $count } cases waited at the end of { $on }: { $stage }
}
team-plot = Open cases of the cohort, from { $top } on { $on }; every value is in the table below
team-backlog-in-figures = Backlog in figures
team-the-same-in-figures = The same in figures
team-at-the-end-of = At the end of
team-cleared = Cleared
team-share-cleared = Share cleared
team-pace-a-month = Pace: { $a_month } a month.
team-at-that-pace-none-would = At that pace none would be open after { $months_left } more months. This is arithmetic on the past, not a forecast of what will happen.
team-nothing-was-cleared-so-nothing = Nothing was cleared, so nothing can be said of the end.
team-no-case-of-your-authority = No case of your authority waited so at the end of { $frozen_on }.
