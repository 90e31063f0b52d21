"""placeholder"""


class PracticeGround:
    pass
