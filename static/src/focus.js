// On a page with data-autofocus the call goes on by keyboard alone: the first input that can be typed into has the
// focus, where the window shows it. Where it lies further down there is something to read first: the heading has the
// focus, so that the space bar moves the page and answers nothing out of sight. An error summary or a message of success
// comes first; the design system's own script looks after those.
const TYPABLE = 'input:not([type=hidden]):not([disabled]), select:not([disabled]), textarea:not([disabled]), button[type=submit], a.govuk-button'

export function focusFirst () {
  const place = document.querySelector('[data-autofocus]')
  const claimed = document.querySelector('.govuk-error-summary, [role=alert]')
  if (!place || claimed || window.location.hash) return
  const first = place.matches(TYPABLE) ? place : place.querySelector(TYPABLE)
  const target = first && first.getBoundingClientRect().bottom > window.innerHeight ? heading() : first
  target?.focus({ preventScroll: true })
}

function heading () {
  const found = document.querySelector('main h1')
  found?.setAttribute('tabindex', '-1')
  return found
}
