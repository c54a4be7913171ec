// On a page with data-autofocus the call goes on by keyboard alone: the first input that can be typed into has the
// focus. An error summary or a message of success comes first; the design system's own script looks after those.
const TYPABLE = 'input:not([type=hidden]):not([disabled]), select:not([disabled]), textarea:not([disabled]), button[type=submit], a.govuk-button'

export function focusFirst () {
  const place = document.querySelector('[data-autofocus]')
  const claimed = document.querySelector('.govuk-error-summary, [role=alert]')
  if (!place || claimed || window.location.hash) return
  const target = place.matches(TYPABLE) ? place : place.querySelector(TYPABLE)
  target?.focus({ preventScroll: true })
}
