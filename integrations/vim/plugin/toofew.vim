" toofew for Vim with ALE: underlines what a draft tells of too few people, while it is written.
" Copy this file to ~/.vim/plugin/toofew.vim. ALE must be installed.
" g:toofew_program names the program where it is not on the PATH; g:toofew_settings holds settings of toofew, such as
" {'owner': 'Press office'}.

if exists('g:loaded_toofew')
  finish
endif
let g:loaded_toofew = 1

" What Vim does not know of yet.
autocmd BufRead,BufNewFile *.tweet setfiletype tweet
autocmd BufRead,BufNewFile *.mdx setfiletype markdown
autocmd BufRead,BufNewFile *.jsonl,*.ndjson setfiletype jsonl
autocmd BufRead,BufNewFile *.tsv setfiletype tsv

function! s:Root(buffer) abort
  let l:policy = ale#path#FindNearestFile(a:buffer, 'toofew.yaml')
  return fnamemodify(empty(l:policy) ? bufname(a:buffer) : l:policy, ':p:h')
endfunction

if !exists('*ale#linter#Define')
  runtime autoload/ale/linter.vim
endif
if !exists('*ale#linter#Define')
  echomsg 'toofew.vim: ALE is not there'
  finish
endif

" ALE takes positions for bytes, whatever the protocol says; so toofew is asked for bytes.
for s:filetype in ['markdown', 'html', 'mail', 'text', 'tweet', 'yaml', 'json', 'jsonl', 'csv', 'tsv']
  call ale#linter#Define(s:filetype, {
  \   'name': 'toofew',
  \   'lsp': 'stdio',
  \   'executable': {-> get(g:, 'toofew_program', 'toofew')},
  \   'command': '%e lsp',
  \   'language': s:filetype,
  \   'project_root': function('s:Root'),
  \   'initialization_options': {-> extend({'positionEncoding': 'utf-8'}, get(g:, 'toofew_settings', {}))},
  \})
endfor

" ALE checks some files with a few linters only, unless told to: with these, and now with toofew. Whoever has chosen
" linters for a type of files names toofew there.
let g:ale_linters = extend({
\   'text': ['toofew'],
\   'json': ['jsonlint', 'spectral', 'vscodejson', 'toofew'],
\   'yaml': ['spectral', 'yaml-language-server', 'yamllint', 'toofew'],
\}, get(g:, 'ale_linters', {}))
