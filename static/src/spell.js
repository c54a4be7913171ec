// Says how each character typed is spelt on the telephone, case and all, for the agent to read back to the caller.
// The words are those of the table on the page: cells with data-character. The boxes are named by data-spells.
const UNKNOWN = 'no letter or number'

export function spellWhatIsTyped () {
  for (const place of document.querySelectorAll('[data-spells]')) {
    const boxes = [...document.querySelectorAll(`input[id^="${place.dataset.spells}"]`)]
    const cells = document.querySelectorAll('[data-character]')
    const words = new Map([...cells].map((cell) => [cell.dataset.character, cell.textContent]))
    const say = () => {
      const typed = boxes.flatMap((box) => [...box.value.trim()])
      const said = typed.map((character) => words.get(character) ?? UNKNOWN)
      place.textContent = said.length ? `Typed: ${said.join(', ')}` : ''
    }
    boxes.forEach((box) => box.addEventListener('input', say))
  }
}
