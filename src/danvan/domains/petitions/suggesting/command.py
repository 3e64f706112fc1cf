"""`danvan suggestions train`: learn anew from settled letters what is suggested for released ones."""

import argparse

HELP = "Học lại từ các đơn đã giải quyết để gợi ý loại, lĩnh vực, đơn vị (không bao giờ từ tố cáo)"
NEEDS_DJANGO = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None: everything is in the database."""


def run(args: argparse.Namespace) -> int:
    """Print one line a question: how many letters taught it and how it did on others; 0 also where there is too little."""
    from danvan.domains.petitions.models import TrainedModel
    from danvan.domains.petitions.suggesting.training import train

    for question, learnt in train().items():
        label = TrainedModel.Question(question).label
        if learnt is None:
            print(f"{label}: chưa đủ đơn đã giải quyết để học; sẽ không gợi ý.")
        else:
            right, gap = f"{learnt.right:.1%}".replace(".", ","), f"{learnt.gap:.1%}".replace(".", ",")
            print(
                f"{label}: học {learnt.examples} đơn; thử trên đơn chưa học đúng {right}, lệch mức chắc chắn {gap}."
            )
    return 0
