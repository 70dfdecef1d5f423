;;; toofew.el --- Underline what a draft tells of too few people  -*- lexical-binding: t; -*-

;; SPDX-License-Identifier: Apache-2.0
;; Version: 0.1.0
;; Package-Requires: ((emacs "26.3") (eglot "1.9"))
;; Keywords: wp, tools

;;; Commentary:

;; Lets Eglot start `toofew lsp' for drafts.  Put this file into a folder of your `load-path' and write into your init
;; file:
;;
;;   (require 'toofew)
;;
;; Eglot keeps one server a buffer.  Where another one looks after Markdown already, set `toofew-modes' to the modes that
;; toofew shall have, before this file is loaded.

;;; Code:

(require 'eglot)

(defgroup toofew nil
  "Find what a draft tells of too few people."
  :group 'text)

(defcustom toofew-program "toofew"
  "The program: a name to look for in variable `exec-path', or a path."
  :type 'string)

(defcustom toofew-modes '(text-mode fundamental-mode)
  "Modes in which toofew checks; those that derive from them are meant, too.
Markdown, HTML, YAML and CSV have modes that derive from `text-mode'."
  :type '(repeat symbol))

(defcustom toofew-files
  (rx "." (or "md" "markdown" "mdx" "html" "htm" "eml" "txt" "text" "tweet" "yaml" "yml" "jsonl" "ndjson" "csv" "tsv")
      eos)
  "Which files are drafts, as a regular expression."
  :type 'regexp)

(defun toofew--contact (&rest _)
  "Tell Eglot what to start."
  (list toofew-program "lsp"))

(defun toofew--maybe-start ()
  "Start toofew where a draft has been opened."
  (when (and (string-match-p toofew-files buffer-file-name) (apply #'derived-mode-p toofew-modes))
    (eglot-ensure)))

(add-to-list 'auto-mode-alist (cons (rx "." (or "tweet" "eml") eos) 'text-mode))
(add-to-list 'eglot-server-programs (cons toofew-modes #'toofew--contact))
(add-hook 'find-file-hook #'toofew--maybe-start)

(provide 'toofew)

;;; toofew.el ends here
