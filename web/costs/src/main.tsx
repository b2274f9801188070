import { showPage } from '@colophon/web-shared'
import '@colophon/web-shared/styles/tokens.css'
import '@colophon/web-shared/styles/base.css'
import '@colophon/web-shared/styles/shell.css'
import '@colophon/web-shared/styles/sheet.css'
import { Costs } from './costs.tsx'
import './styles/costs.css'

showPage(<Costs />)
