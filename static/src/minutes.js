// Counts down the minutes until the line closes. They are counted from when the page was drawn, not from this
// machine's clock, which may be wrong.
export function countMinutes () {
  const drawn = Date.now()
  for (const element of document.querySelectorAll('[data-minutes-left]')) {
    const left = Number(element.dataset.minutesLeft)
    window.setInterval(() => {
      const minutes = Math.max(0, left - Math.floor((Date.now() - drawn) / 60000))
      const hours = Math.floor(minutes / 60)
      element.textContent = hours ? `${hours} h ${minutes % 60} min` : `${minutes} min`
    }, 10000)
  }
}
