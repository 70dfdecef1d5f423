-- toofew for Neovim 0.7 and later: underlines what a draft tells of too few people, while it is written.
-- Put this file into the folder plugin/ of your configuration: ~/.config/nvim/plugin/toofew.lua
-- vim.g.toofew_program names the program where it is not on the PATH; vim.g.toofew_settings holds settings of toofew,
-- such as { owner = "Press office" }.

vim.filetype.add({ extension = { tweet = "tweet" } })

local drafts = {
  "*.md", "*.markdown", "*.mdx", "*.html", "*.htm", "*.eml", "*.txt", "*.text", "*.tweet",
  "*.yaml", "*.yml", "*.json", "*.jsonl", "*.ndjson", "*.csv", "*.tsv",
}

-- The nearest folder above a file that holds a policy or a repository; the file's own folder where there is none.
local function root_of(path)
  local own = vim.fn.fnamemodify(path, ":p:h")
  local folder = own
  while true do
    for _, name in ipairs({ "toofew.yaml", ".git" }) do
      if vim.loop.fs_stat(folder .. "/" .. name) then return folder end
    end
    local above = vim.fn.fnamemodify(folder, ":h")
    if above == folder then return own end
    folder = above
  end
end

local clients = {} -- by root, for Neovim 0.7, which has no vim.lsp.start()

local function start(buffer)
  local settings = vim.g.toofew_settings or vim.empty_dict()
  local config = {
    name = "toofew",
    cmd = { vim.g.toofew_program or "toofew", "lsp" },
    root_dir = root_of(vim.api.nvim_buf_get_name(buffer)),
    init_options = settings, -- Neovim 0.7 tells no others
    settings = { toofew = settings },
  }
  if vim.lsp.start then return vim.lsp.start(config, { bufnr = buffer }) end
  local id = clients[config.root_dir]
  if not id or vim.lsp.client_is_stopped(id) then
    id = vim.lsp.start_client(config)
    clients[config.root_dir] = id
  end
  if id then vim.lsp.buf_attach_client(buffer, id) end
end

vim.api.nvim_create_autocmd({ "BufReadPost", "BufNewFile" }, {
  group = vim.api.nvim_create_augroup("toofew", {}),
  pattern = drafts,
  callback = function(event) start(event.buf) end,
})
