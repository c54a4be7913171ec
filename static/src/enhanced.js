// Says to the stylesheet, before the page is drawn, that scripts run. It stands first in the body.
document.body.classList.add('js-enabled')
if ('noModule' in HTMLScriptElement.prototype) document.body.classList.add('govuk-frontend-supported')
