#include "grammar/program.h"

namespace toofew {

Start start_of(std::span<const Instruction> program, std::size_t predicates) {
  Start start{Bits(predicates), false, program.front().op == Instruction::Op::sentence};
  std::vector<bool> seen(program.size());
  std::vector<std::size_t> left{0};
  while (!left.empty()) {
    const std::size_t at = left.back();
    left.pop_back();
    if (seen[at]) continue;
    seen[at] = true;
    const auto& [op, operand, otherwise] = program[at];
    switch (op) {
      case Instruction::Op::unit: start.units.set(operand); break;
      case Instruction::Op::fork: left.insert(left.end(), {operand, otherwise}); break;
      case Instruction::Op::jump: left.push_back(operand); break;
      case Instruction::Op::bound:
      case Instruction::Op::sentence: left.push_back(at + 1); break;
      case Instruction::Op::end:
      case Instruction::Op::match: start.is_anywhere = true; break;
    }
  }
  return start;
}

bool Search::find(std::span<const Instruction> program, const Start& start, std::size_t captures, std::size_t from) {
  seen_.reset(program.size() * (units_.size() + 1));
  bounds_.assign(2 * (captures + 1), -1);
  const std::size_t end = start.is_first ? 1 : units_.size() + 1;
  for (std::size_t begin = from; begin < end; ++begin) {
    const bool may_begin = start.is_anywhere || (begin < units_.size() && units_[begin]->meets(start.units));
    if (may_begin && matches_at(program, static_cast<int>(begin))) return true;
  }
  return false;
}

bool Search::matches_at(std::span<const Instruction> program, int begin) {
  left_.assign(1, {0, false, begin});
  while (!left_.empty()) {
    const Left next = left_.back();
    left_.pop_back();
    if (next.is_bound) {
      bounds_[next.instruction] = next.at;
    } else if (follow(program, next.instruction, next.at)) {
      bounds_[0] = begin;
      return true;
    }
  }
  return false;
}

// Whether the program comes to a match from there; forks that it passes are left for later.
bool Search::follow(std::span<const Instruction> program, std::size_t instruction, int at) {
  const auto units = static_cast<int>(units_.size());
  for (;;) {
    const auto& [op, operand, otherwise] = program[instruction];
    if (op == Instruction::Op::unit && (at == units || !units_[static_cast<std::size_t>(at)]->has(operand)))
      return false;
    const std::size_t here = instruction * (units_.size() + 1) + static_cast<std::size_t>(at);
    if (seen_.has(here)) return false;
    seen_.set(here);
    ++instruction;
    switch (op) {
      case Instruction::Op::unit:
        ++at;
        break;
      case Instruction::Op::fork:
        left_.push_back({otherwise, false, at});
        instruction = operand;
        break;
      case Instruction::Op::jump:
        instruction = operand;
        break;
      case Instruction::Op::bound:
        left_.push_back({operand, true, bounds_[operand]});
        bounds_[operand] = at;
        break;
      case Instruction::Op::sentence:
        if (at > 0) return false;
        break;
      case Instruction::Op::end:
        if (at < units) return false;
        break;
      case Instruction::Op::match:
        bounds_[1] = at;
        return true;
    }
  }
}

}  // namespace toofew
