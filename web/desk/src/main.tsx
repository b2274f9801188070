import { showPage } from '@colophon/web-shared'
import '@colophon/web-shared/styles/tokens.css'
import '@colophon/web-shared/styles/base.css'
import '@colophon/web-shared/styles/shell.css'
import '@colophon/web-shared/styles/sheet.css'
import { Desk } from './desk.tsx'
import './styles/queue.css'
import './styles/source.css'
import './styles/task.css'
import './styles/comments.css'

showPage(<Desk />)
