" Opens drafts in Vim with ALE, as the plugin that is tested has set it up, and writes down what it shows: see run.py
" for the task and the answer.
let s:task = json_decode(join(readfile($TOOFEW_TASK), "\n"))

" What is underlined: [line, column, end_line, end_column, level], from 1, in code points, end behind.
function! s:Underlined() abort
  let l:found = []
  for l:item in ale#engine#GetLoclist(bufnr(''))
    call add(l:found, [
    \   l:item.lnum, strchars(strpart(getline(l:item.lnum), 0, l:item.col - 1)) + 1,
    \   l:item.end_lnum, strchars(strpart(getline(l:item.end_lnum), 0, l:item.end_col)) + 1,
    \   l:item.type is# 'E' ? 'error' : 'warning',
    \])
  endfor
  return l:found
endfunction

" The words that are highlighted, one string a line and finding.
function! s:Words() abort
  let l:words = []
  for l:match in getmatches()
    for l:key in filter(keys(l:match), 'v:val =~# ''^pos''')
      let l:position = l:match[l:key]
      let l:line = getline(l:position[0])
      call add(l:words, len(l:position) < 3 ? l:line : strpart(l:line, l:position[1] - 1, l:position[2]))
    endfor
  endfor
  return sort(l:words)
endfunction

function! s:Wait(what, condition) abort
  let l:start = reltime()
  while !a:condition()
    if reltimefloat(reltime(l:start)) > 20
      throw 'waited in vain for ' . a:what
    endif
    sleep 20m
  endwhile
endfunction

function! s:WaitForFindings(count) abort
  call s:Wait(a:count . ' findings', {-> len(ale#engine#GetLoclist(bufnr(''))) == a:count})
endfunction

function! s:Text() abort
  return join(getline(1, '$'), "\n") . "\n"
endfunction

function! s:Run() abort
  let l:answer = {'shown': {}, 'words': {}}
  for l:draft in s:task.drafts
    execute 'edit' fnameescape(l:draft.path)
    ALELint
    call s:WaitForFindings(l:draft.findings)
    let l:answer.shown[l:draft.path] = s:Underlined()
    let l:answer.words[l:draft.path] = s:Words()
  endfor

  execute 'edit' fnameescape(s:task.edit.path)
  ALELint
  call s:WaitForFindings(1)
  call append(0, s:task.edit.insert)
  doautocmd TextChanged
  call s:Wait('the line to have moved', {-> ale#engine#GetLoclist(bufnr(''))[0].lnum == s:task.edit.line})
  let l:answer.typed = s:Underlined()

  call cursor(s:task.edit.line, len(getline(s:task.edit.line)) - 12)
  let g:ale_hover_to_preview = 1
  ALEHover
  call s:Wait('the hover', {-> winnr('$') > 1 || bufwinnr('ALEPreviewWindow') > 0})
  wincmd P
  let l:answer.hover = s:Text()
  pclose

  " ALE asks which action shall be taken; the first one.
  call ale#util#Mode()
  let l:answer.actions = []
  function! ale#util#Input(message, value) abort closure
    let l:answer.actions = split(a:message, "\n")
    return '1'
  endfunction
  let l:before = s:Text()
  ALECodeAction
  call s:Wait('the change of the first action', {-> s:Text() !=# l:before})
  doautocmd TextChanged
  call s:Wait('a new report', {-> len(ale#engine#GetLoclist(bufnr(''))) != 1})
  let [l:answer.fixed, l:answer.left] = [s:Text(), s:Underlined()]
  return l:answer
endfunction

try
  let s:answer = s:Run()
catch
  let s:answer = {'error': v:exception . ' at ' . v:throwpoint}
endtry
call writefile([json_encode(s:answer)], $TOOFEW_ANSWER)
qall!
