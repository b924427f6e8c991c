{#- A returned row leaves one of `columns` empty. -#}
{% test no_nulls(model, columns) %}
select *
from {{ model }}
where {{ columns | join(' is null or ') }} is null
{% endtest %}
