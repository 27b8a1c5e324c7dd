# Texts of enquiries, as the body that was asked sees them.

## enquiries_answered.html

enquiry-answer-sent = Answer sent
enquiry-the-authority-has-it-your = The authority has it. Your part is done.
enquiry-go-to-your-duties = Go to your duties

## enquiries_enquiry.html

enquiry-answer-an-enquiry = Answer an enquiry
enquiry-asked-your-organisation-on-answer = { $by } asked your organisation on { $on }. Answer by { $due }
enquiry-the-question = The question
enquiry-you-see-this-question-and = You see this question and nothing else of the case. What you answer is read by whoever decides. Leave out what they did not ask, and where the person lives.
enquiry-your-answer = Your answer
enquiry-if-nothing-is-known-say = If nothing is known, say so: that is an answer too.
enquiry-send-the-answer = Send the answer
