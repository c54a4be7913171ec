// Suggestions while typing, for inputs with data-suggest-url. The address answers {"results": [{"name": "..."}]}.
// What is typed is what is sent: a suggestion only fills in the text.
const WAIT = 150

export function suggestWhileTyping () {
  for (const input of document.querySelectorAll('input[data-suggest-url]')) enhance(input)
}

function enhance (input) {
  const { id, name, value, className } = input
  const description = input.getAttribute('aria-describedby')
  const place = document.createElement('div')
  place.dataset.suggestions = id
  input.replaceWith(place)
  window.accessibleAutocomplete({
    element: place,
    id,
    name,
    defaultValue: value,
    inputClasses: className,
    menuAttributes: { 'aria-labelledby': null, 'aria-label': 'Suggestions' },
    minLength: 2,
    confirmOnBlur: false,
    displayMenu: 'overlay',
    showNoOptionsFound: false,
    source: source(input.dataset.suggestUrl),
    templates: { inputValue: (name) => name ?? '', suggestion: escaped }
  })
  keepDescription(place.querySelector('input'), description, input.getAttribute('aria-invalid'))
  place.addEventListener('keydown', sendWhatIsTyped, { capture: true })
}

// The component stops Enter while its list is open. It is the list's only where the focus is on a suggestion: in the
// input it sends the form, as in any other.
function sendWhatIsTyped (event) {
  if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.stopPropagation()
}

// The component writes a suggestion as HTML; names come from people.
function escaped (name) {
  const element = document.createElement('span')
  element.textContent = name
  return element.innerHTML
}

// The component sets the description of its input anew; the hint and the error message must stay part of it.
function keepDescription (input, description, invalid) {
  if (invalid) input.setAttribute('aria-invalid', invalid)
  input.setAttribute('autocapitalize', 'words')
  input.setAttribute('spellcheck', 'false')
  if (!description) return
  const keep = () => {
    const present = input.getAttribute('aria-describedby') ?? ''
    if (!present.includes(description)) input.setAttribute('aria-describedby', `${description} ${present}`.trim())
  }
  keep()
  new MutationObserver(keep).observe(input, { attributeFilter: ['aria-describedby'] })
}

// Asks once the typing pauses; an answer that comes late for older text is dropped. No answer means no suggestions.
function source (url) {
  let newest = 0
  return (query, populate) => {
    const asked = ++newest
    window.setTimeout(async () => {
      if (asked !== newest) return
      const names = await fetchNames(url, query)
      if (asked === newest) populate(names)
    }, WAIT)
  }
}

async function fetchNames (url, query) {
  const address = new URL(url, window.location.href)
  address.searchParams.set('q', query)
  try {
    const answer = await fetch(address, { headers: { Accept: 'application/json' } })
    if (!answer.ok) return []
    const { results } = await answer.json()
    return results.map((result) => result.name)
  } catch {
    return []
  }
}
