// Counts down the minutes until the line closes. They are counted from when the page was drawn, not from this
// machine's clock, which may be wrong.
export function countMinutes () {
  const drawn = Date.now()
  for (const element of document.querySelectorAll('[data-minutes-left]')) {
    const left = Number(element.dataset.minutesLeft)
    window.setInterval(() => {
      element.textContent = String(Math.max(0, left - Math.floor((Date.now() - drawn) / 60000)))
    }, 10000)
  }
}
