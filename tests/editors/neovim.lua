-- Opens drafts in Neovim, as the configuration that is tested has set it up, and writes down what it shows:
-- see run.py for the task and the answer.
local task = vim.json.decode(table.concat(vim.fn.readfile(vim.env.TOOFEW_TASK), "\n"))
local levels = { "error", "warning", "note", "hint" }

-- What is underlined in a buffer: {line, column, end_line, end_column, level}, from 1, in code points, end behind.
local function underlined(buffer)
  local column = function(row, byte)
    local line = vim.api.nvim_buf_get_lines(buffer, row, row + 1, true)[1] or ""
    return vim.fn.strchars(line:sub(1, byte)) + 1
  end
  local levels_at = {} -- an underline tells no level: the finding that begins and ends there does
  for _, diagnostic in ipairs(vim.diagnostic.get(buffer)) do
    local key = table.concat({ diagnostic.lnum, diagnostic.col, diagnostic.end_lnum, diagnostic.end_col }, " ")
    levels_at[key] = levels[diagnostic.severity]
  end
  local found = {}
  for _, namespace in pairs(vim.diagnostic.get_namespaces()) do
    local underlines = namespace.user_data.underline_ns
    local marks = underlines and vim.api.nvim_buf_get_extmarks(buffer, underlines, 0, -1, { details = true }) or {}
    local last = nil
    for _, mark in ipairs(marks) do
      local _, row, byte, details = unpack(mark)
      if not last or last[3] ~= row or last[4] ~= byte then -- an underline that goes on in the next line is two marks
        last = { row, byte }
        found[#found + 1] = last
      end
      last[3], last[4] = details.end_row, details.end_col
    end
  end
  for _, place in ipairs(found) do
    place[5] = levels_at[table.concat(place, " ")] or "no level"
    place[2], place[4] = column(place[1], place[2]), column(place[3], place[4])
    place[1], place[3] = place[1] + 1, place[3] + 1
  end
  return found
end

local function wait(what, condition)
  if not vim.wait(20000, condition, 20) then error("waited in vain for " .. what) end
end

local function wait_for_findings(count)
  wait(count .. " findings", function() return #vim.diagnostic.get(0) == count end)
end

local function text() return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), "\n") .. "\n" end

local function run()
  local answer = { shown = {} }
  for _, draft in ipairs(task.drafts) do
    vim.cmd("edit " .. vim.fn.fnameescape(draft.path))
    wait_for_findings(draft.findings)
    answer.shown[draft.path] = underlined(0)
  end

  vim.cmd("edit " .. vim.fn.fnameescape(task.edit.path))
  wait_for_findings(1)
  vim.api.nvim_buf_set_lines(0, 0, 0, true, { task.edit.insert })
  wait("the line to have moved", function()
    local first = vim.diagnostic.get(0)[1]
    return first and first.lnum == task.edit.line - 1
  end)
  answer.typed = underlined(0)

  vim.api.nvim_win_set_cursor(0, { task.edit.line, #vim.fn.getline(task.edit.line) - 12 })
  local hovers = vim.lsp.buf_request_sync(0, "textDocument/hover", vim.lsp.util.make_position_params(), 20000)
  for _, hover in pairs(hovers) do
    local lines = vim.lsp.util.convert_input_to_markdown_lines(hover.result.contents)
    answer.hover = table.concat(lines, "\n")
  end

  answer.actions = {}
  vim.ui.select = function(actions, options, choose)
    for _, action in ipairs(actions) do answer.actions[#answer.actions + 1] = options.format_item(action) end
    choose(actions[1], 1)
  end
  local before = text()
  vim.lsp.buf.code_action()
  wait("the change of the first action", function() return text() ~= before end)
  wait("a new report", function() return #vim.diagnostic.get(0) ~= 1 end)
  answer.fixed, answer.left = text(), underlined(0)
  return answer
end

local done, answer = pcall(run)
vim.fn.writefile({ vim.json.encode(done and answer or { error = tostring(answer) }) }, vim.env.TOOFEW_ANSWER)
vim.cmd("qall!")
