// A form that was sent is not sent again by a second click or Enter. The server refuses the second one too; this
// spares the agent its message. A page brought back by the back button may send again.
const WAIT = 8000

export function sendOnce () {
  for (const form of document.querySelectorAll('form[method=post]')) {
    let sent = 0
    form.addEventListener('submit', (event) => {
      const again = Date.now() - sent < WAIT
      if (again) event.preventDefault()
      else sent = Date.now()
    })
    window.addEventListener('pageshow', () => { sent = 0 })
  }
}
