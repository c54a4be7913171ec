// Everything here makes a page that works without it quicker to use.
import { initAll } from './govuk-frontend.min.js'
import { suggestWhileTyping } from './suggest.js'
import { focusFirst } from './focus.js'
import { countMinutes } from './minutes.js'
import { revealFields } from './reveal.js'
import { sendOnce } from './once.js'
import { refreshParts } from './refresh.js'
import { spellWhatIsTyped } from './spell.js'

suggestWhileTyping()
revealFields()
initAll()
focusFirst()
countMinutes()
sendOnce()
refreshParts()
spellWhatIsTyped()
