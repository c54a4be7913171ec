// Shows the field that belongs to an answer when that answer is chosen. The design system's own script does the same,
// but puts aria-expanded on the radio, which the role does not allow.
export function revealFields () {
  for (const group of document.querySelectorAll('fieldset:has([data-reveals])')) {
    const draw = () => group.querySelectorAll('[data-reveals]').forEach(drawOne)
    group.addEventListener('change', draw)
    window.addEventListener('pageshow', draw)
    draw()
  }
}

function drawOne (answer) {
  const field = document.getElementById(answer.dataset.reveals)
  field.classList.toggle(`govuk-${answer.type === 'radio' ? 'radios' : 'checkboxes'}__conditional--hidden`, !answer.checked)
}
