// Builds the front end into static/built: the stylesheet from Sass, our own scripts as plain ES modules, and the two
// libraries' ready-made files. Fonts and images licensed for gov.uk only are left where they are.
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compile } from 'sass'

const checkout = join(dirname(fileURLToPath(import.meta.url)), '..')
const source = join(checkout, 'static', 'src')
const built = join(checkout, 'static', 'built')
const packages = join(checkout, 'node_modules')

const libraryFiles = [
  'govuk-frontend/dist/govuk/govuk-frontend.min.js',
  'accessible-autocomplete/dist/accessible-autocomplete.min.js',
  'accessible-autocomplete/dist/accessible-autocomplete.min.css'
]

// The maps are not shipped, and static files with hashed names refuse a reference to a file that is not there.
const withoutMap = (text) => text.replace(/^\s*(\/\/|\/\*)# sourceMappingURL=.*$/gm, '')

async function buildStyles () {
  const sheets = (await readdir(source)).filter((name) => name.endsWith('.scss') && !name.startsWith('_'))
  for (const sheet of sheets) {
    const { css } = compile(join(source, sheet), {
      loadPaths: [source, packages, join(packages, 'govuk-frontend', 'dist')],
      style: 'compressed',
      quietDeps: true
    })
    await writeFile(join(built, sheet.replace(/\.scss$/, '.css')), css)
  }
}

async function copyScripts () {
  for (const name of (await readdir(source)).filter((name) => name.endsWith('.js'))) {
    await copyFile(join(source, name), join(built, name))
  }
}

async function copyLibraries () {
  for (const path of libraryFiles) {
    const text = await readFile(join(packages, path), 'utf8')
    await writeFile(join(built, basename(path)), withoutMap(text))
  }
}

async function copyImages () {
  const images = join(source, 'images')
  if (!existsSync(images)) return
  await mkdir(join(built, 'images'), { recursive: true })
  for (const name of await readdir(images)) {
    await copyFile(join(images, name), join(built, 'images', name))
  }
}

await rm(built, { recursive: true, force: true })
await mkdir(built, { recursive: true })
await Promise.all([buildStyles(), copyScripts(), copyLibraries(), copyImages()])
