### *Cover what I write*: what a person writes is taken out of their chat once it is sealed.

card-covered = { $count ->
        [one] One message, covered.
       *[other] { $count } messages, covered.
    }
covered-shown = Only you see this, and it goes in a minute.
button-show-me = Show me
button-hide = Cover it again
button-cover-on = ✓ Cover what I write
button-cover-off = Cover what I write: off
toast-covers-now = From now on I take your answers out of this chat once they are sealed. “Show me” brings them back for a minute.
