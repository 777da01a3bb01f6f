"""The URLs of saved questions, boards, their weekly mails, and the city's reports."""

from django.urls import path

from peygir.web.boards.boards import question_board, question_board_press, question_board_tile, question_boards
from peygir.web.boards.documents import question_board_pdf, saved_question_pdf
from peygir.web.boards.questions import explore_save, saved_question, saved_question_press, saved_questions
from peygir.web.boards.report_blocks import report_template
from peygir.web.boards.reports import city_report, city_report_file, city_report_press, city_reports
from peygir.web.boards.subscriptions import subscription_end, subscriptions

urlpatterns = [
    path("desk/questions/", saved_questions, name="saved_questions"),
    path("desk/questions/<int:question_id>/", saved_question, name="saved_question"),
    path("desk/questions/<int:question_id>/question.pdf", saved_question_pdf, name="saved_question_pdf"),
    path("desk/questions/<int:question_id>/do/<slug:deed>/", saved_question_press, name="saved_question_press"),
    path("desk/explore/save/", explore_save, name="explore_save"),
    path("desk/boards/", question_boards, name="question_boards"),
    path("desk/boards/<int:board_id>/", question_board, name="question_board"),
    path("desk/boards/<int:board_id>/board.pdf", question_board_pdf, name="question_board_pdf"),
    path("desk/boards/<int:board_id>/tiles/<int:tile_id>/", question_board_tile, name="question_board_tile"),
    path("desk/boards/<int:board_id>/do/<slug:deed>/", question_board_press, name="question_board_press"),
    path("desk/subscriptions/", subscriptions, name="subscriptions"),
    path("desk/subscriptions/<int:subscription_id>/end/", subscription_end, name="subscription_end"),
    path("desk/reports/", city_reports, name="city_reports"),
    path("desk/reports/templates/<slug:kind>/", report_template, name="report_template"),
    path("desk/reports/<int:report_id>/", city_report, name="city_report"),
    path("desk/reports/<int:report_id>/do/<slug:deed>/", city_report_press, name="city_report_press"),
    path("desk/reports/<int:report_id>/<str:name>", city_report_file, name="city_report_file"),
]
