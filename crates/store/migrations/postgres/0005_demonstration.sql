-- What a demonstration recorded: nothing made of it may be taken for real, and a journal without any says so at once.
create index event_demonstration on event (stream) where substr(purpose, 1, 13) = 'demonstration';
